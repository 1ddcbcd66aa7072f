import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

// Milliseconds that the kernel, or a client that says goodbye politely, may take.
const patience = 2000

// Milliseconds of one tick.
const tick = 10

/**
 * Resolves after so many milliseconds, counted in turns of the loop. A machine that gives this process no processor for a
 * while delays the turns, so what this process has to do keeps its time.
 */
async function loopTime(time: number, signal?: AbortSignal): Promise<void> {
  for (let left = time; left > 0; left -= tick) {
    await sleep(Math.min(left, tick), undefined, { signal })
    // What was ready when the timer fired late comes first.
    await nextTurn()
  }
}

/**
 * Resolves with `true` as soon as `isDone` returns true, and with `false` after `time` milliseconds of `loopTime`. Default
 * 2000. Does not call `isDone` again after a `true`, because a count from
 * `/proc/net/tcp` is not an atomic snapshot and may be wrong for a moment.
 */
export async function waitUntil(isDone: () => boolean, time: number = patience): Promise<boolean> {
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

/** Whether the promise settles within so many milliseconds of `loopTime`; rejects if it does. */
export function endsWithin(time: number, promise: Promise<unknown>): Promise<boolean> {
  const late = new AbortController()
  const over = loopTime(time, late.signal).then(
    () => false,
    () => true,
  )
  return Promise.race([promise.then(() => true), over]).finally(() => late.abort())
}

/** What keeps this process awake, each kind with its number. */
export type Resources = ReadonlyMap<string, number>

export function resources(): Resources {
  const count = new Map<string, number>()
  for (const name of process.getActiveResourcesInfo()) count.set(name, (count.get(name) ?? 0) + 1)
  return count
}

/** What there is more of than before, such as `2 Timeout, 1 TCPSocketWrap`. */
export function leaksSince(before: Resources): string {
  return [...resources()]
    .map(([name, count]) => [count - (before.get(name) ?? 0), name] as const)
    .filter(([count]) => count > 0)
    .map((each) => each.join(' '))
    .join(', ')
}
