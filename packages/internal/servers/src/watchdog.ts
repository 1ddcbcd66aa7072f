import { spawn } from 'node:child_process'
import { once } from 'node:events'

// The input ends when this process ends, even by SIGKILL. Another process may have got the id in
// the file since, but no other process has this working directory.
const script = `
cat > /dev/null
pid=$(cat "$1/pid" 2> /dev/null)
case "$(readlink "/proc/$pid/cwd")" in "$1"*)
  kill -STOP $pid
  kill -KILL $(cat /proc/$pid/task/*/children) $pid
esac
rm -rf "$1"`

/**
 * Kills the server and removes its directory when this process ends, even by SIGKILL. Returns a
 * function that does this now.
 */
export function watch(directory: string): () => Promise<void> {
  // Detached, so that the interrupt key of a terminal does not end it.
  const stdio = ['pipe', 'ignore', 'ignore'] as const
  const guard = spawn('sh', ['-c', script, 'sh', directory], { detached: true, stdio: [...stdio] })
  return async () => {
    if (guard.exitCode !== null) return
    guard.stdin.end()
    await once(guard, 'exit')
  }
}
