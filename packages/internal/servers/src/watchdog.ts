import { spawn } from 'node:child_process'
import { once } from 'node:events'

// The standard input of the script ends when this process ends, even by SIGKILL. The kernel may
// have given the id in the file to another process meanwhile. The working directory identifies the
// server.
const script = `
cat > /dev/null
pid=$(cat "$1/pid" 2> /dev/null)
case "$(readlink "/proc/$pid/cwd")" in "$1"*)
  kill -STOP $pid
  kill -KILL $(cat /proc/$pid/task/*/children) $pid
esac
rm -rf "$1"`

/**
 * Starts a process that kills the server and removes its directory when this process ends, even by
 * SIGKILL. Returns a function that does so at once and ends the watchdog.
 */
export function startWatchdog(directory: string): () => Promise<void> {
  // Detached, so that the interrupt key of a terminal does not end it.
  const stdio = ['pipe', 'ignore', 'ignore'] as const
  const watchdog = spawn('sh', ['-c', script, 'sh', directory], {
    detached: true,
    stdio: [...stdio],
  })
  return async () => {
    if (watchdog.exitCode !== null) return
    watchdog.stdin.end()
    await once(watchdog, 'exit')
  }
}
