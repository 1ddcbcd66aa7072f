import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

// Milliseconds that the kernel, or a client that closes gracefully, may take.
const defaultTimeout = 2000

// Milliseconds of one tick.
const tick = 10

/**
 * Resolves after `time` milliseconds, counted in short timers. If the machine delays this process,
 * the timers are delayed as well, so the process still gets its full time to run.
 */
async function loopTime(time: number, signal?: AbortSignal): Promise<void> {
  for (let left = time; left > 0; left -= tick) {
    await sleep(Math.min(left, tick), undefined, { signal })
    // Lets events that were ready before the delayed timer run first.
    await nextTurn()
  }
}

/**
 * Waits until `isDone` returns true, for at most `time` milliseconds. Returns whether it has
 * returned true. Default: 2000. Does not call `isDone` again after it has returned true, because a
 * count from `/proc/net/tcp` is not an atomic snapshot and may be wrong once.
 */
export async function waitUntil(
  isDone: () => boolean,
  time: number = defaultTimeout,
): Promise<boolean> {
  for (let turns = 0; turns < 10; turns += 1) {
    if (isDone()) return true
    await nextTurn()
  }
  for (let ticks = time / tick; ticks > 0; ticks -= 1) {
    if (isDone()) return true
    await loopTime(tick)
  }
  return isDone()
}

/**
 * Returns whether the promise fulfills within `time` milliseconds. Rejects if the promise rejects
 * within this time.
 */
export function settlesWithin(time: number, promise: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const timeout = loopTime(time, timer.signal).then(
    () => false,
    () => true,
  )
  return Promise.race([promise.then(() => true), timeout]).finally(() => timer.abort())
}
