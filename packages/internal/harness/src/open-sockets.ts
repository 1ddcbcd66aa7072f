import { readFileSync } from 'node:fs'
import { waitUntil as becomesTrue } from '@readyz/conformance'

// On a busy machine another process may close its sockets late.
const limitMs = 10_000

/** Waits up to 10 s until `isDone` returns true. Otherwise throws an error with the `message`. */
export async function waitUntil(isDone: () => boolean, message: () => string): Promise<void> {
  if (!(await becomesTrue(isDone, limitMs))) throw new Error(message())
}

/**
 * Returns the number of sockets to a port, including sockets that are connecting or half closed.
 * Counts the sockets of all processes in the network namespace. The numbers come from the kernel,
 * because a client may no longer manage all its sockets.
 */
export function socketsTo(port: number): number {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['tcp', 'tcp6'].flatMap((table) => {
    return readFileSync(`/proc/self/net/${table}`, 'utf8').trim().split('\n').slice(1)
  })
  const held = lines.filter((line) => {
    const [, , to, , , , , , , inode] = line.trim().split(/\s+/)
    // A socket without an inode belongs only to the kernel. Its process has closed it.
    return to?.endsWith(remote) && inode !== '0'
  })
  return held.length
}
