import { readdirSync, readFileSync } from 'node:fs'

/**
 * Creates a clock in milliseconds. It does not count the time for which threads of this process
 * wait for a processor, because other programs cause this delay. If several threads wait, it
 * subtracts the longest delay, because the main thread waits for other threads during garbage
 * collection. On systems other than Linux the clock counts all time.
 */
export function createProcessClock(): () => number {
  let delays = schedulingDelays()
  let last = performance.now()
  let elapsed = 0
  return () => {
    const now = performance.now()
    const current = schedulingDelays()
    const added = Array.from(current, ([thread, total]) => total - (delays.get(thread) ?? 0))
    elapsed += Math.max(0, now - last - Math.max(0, ...added))
    last = now
    delays = current
    return elapsed
  }
}

/** Returns the milliseconds for which each thread has waited for a processor since its start. */
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
