import { spawn } from 'node:child_process'
import { once } from 'node:events'

// The input ends when we end, however we end. The first line of the file is the postmaster's id,
// and the file may be older than the process that has this id now.
const script = `
cat > /dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null)
if grep -qF "$1" "/proc/$pid/cmdline" 2> /dev/null; then
  kill -STOP $pid
  kill -KILL $(cat /proc/$pid/task/*/children) $pid
fi
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
