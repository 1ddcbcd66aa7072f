import { readdirSync, readFileSync } from 'node:fs'

/**
 * A clock in milliseconds that stops while threads of this process are ready to run and the machine has no processor for
 * them. Other programs cause such a delay, so it is no block. The thread with the longest delay counts, because the main
 * thread waits for others during garbage collection. On systems other than Linux the clock never stops.
 */
export function createProcessClock(): () => number {
  let delays = schedulingDelays()
  let last = performance.now()
  let own = 0
  return () => {
    const now = performance.now()
    const current = schedulingDelays()
    const added = Array.from(current, ([thread, total]) => total - (delays.get(thread) ?? 0))
    own += Math.max(0, now - last - Math.max(0, ...added))
    last = now
    delays = current
    return own
  }
}

/** Milliseconds since the start of each thread for which it waited for a processor. */
function schedulingDelays(): ReadonlyMap<string, number> {
  const folder = '/proc/self/task'
  try {
    return new Map(readdirSync(folder).map((thread) => [thread, delayOf(`${folder}/${thread}`)]))
  } catch {
    return new Map()
  }
}

function delayOf(thread: string): number {
  const [, nanoseconds] = readFileSync(`${thread}/schedstat`, 'latin1').split(' ')
  return Number(nanoseconds) / 1e6
}
