import { readFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Waits for what the kernel still has to tell this process; throws if it never does. */
export async function soon(isDone: () => boolean, complaint: () => string): Promise<void> {
  const deadline = performance.now() + 2000
  while (!isDone()) {
    if (performance.now() > deadline) throw new Error(complaint())
    await nextTurn()
  }
}

/**
 * What keeps this process awake, each kind with its number. The timers of a test runner come and go, and may hide one of
 * ours: a soak counts them in a process that has no runner.
 */
export type Resources = ReadonlyMap<string, number>

export function resources(): Resources {
  const count = new Map<string, number>()
  for (const name of process.getActiveResourcesInfo()) count.set(name, (count.get(name) ?? 0) + 1)
  return count
}

/** What there is more of than before. */
export function more(before: Resources): string {
  const left = [...resources()].filter(([name, count]) => count > (before.get(name) ?? 0))
  return left.map(([name]) => name).join(', ')
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
