import { readFileSync } from 'node:fs'
import { waitUntil as isReached } from '@readyz/conformance'

// A busy machine closes the sockets of other processes late.
const timeMs = 10_000

/** Waits up to 10 s. Throws an error with the text of `complaint` if `isDone` still returns false. */
export async function waitUntil(isDone: () => boolean, complaint: () => string): Promise<void> {
  if (!(await isReached(isDone, timeMs))) throw new Error(complaint())
}

/**
 * How many sockets processes of this network hold to a port of loopback, connecting and half closed ones
 * included. From the kernel, for a client may have lost sight of some.
 */
export function socketsTo(port: number): number {
  const remote = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['tcp', 'tcp6'].flatMap((table) => {
    return readFileSync(`/proc/self/net/${table}`, 'utf8').trim().split('\n').slice(1)
  })
  const held = lines.filter((line) => {
    const [, , to, , , , , , , inode] = line.trim().split(/\s+/)
    // Without an inode it is the kernel's alone: no process holds it any more.
    return to?.endsWith(remote) && inode !== '0'
  })
  return held.length
}
