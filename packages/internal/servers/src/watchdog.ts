import { spawn } from 'node:child_process'
import { once } from 'node:events'

// The input ends when we end, however we end. The file may be older than the process that has this id
// now, but no other process works in that directory.
const script = `
cat > /dev/null
pid=$(cat "$1/pid" 2> /dev/null)
case "$(readlink "/proc/$pid/cwd")" in "$1"*)
  kill -STOP $pid
  kill -KILL $(cat /proc/$pid/task/*/children) $pid
esac
rm -rf "$1"`

/**
 * Watches over a server's directory: when this process ends, even by SIGKILL, the server is killed
 * and the directory removed. Gives the function that has this done now.
 */
export function watch(directory: string): () => Promise<void> {
  // In a session of its own, out of reach of the interrupt key.
  const stdio = ['pipe', 'ignore', 'ignore'] as const
  const guard = spawn('sh', ['-c', script, 'sh', directory], { detached: true, stdio: [...stdio] })
  return async () => {
    if (guard.exitCode !== null) return
    guard.stdin.end()
    await once(guard, 'exit')
  }
}
