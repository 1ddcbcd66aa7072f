import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

// Milliseconds that the kernel, or a client that says goodbye politely, may take on a busy machine.
const patience = 2000

/** Whether it is done soon: for what the loop or the kernel still has to bring. */
export async function soon(isDone: () => boolean): Promise<boolean> {
  const deadline = performance.now() + patience
  while (!isDone()) {
    if (performance.now() > deadline) return false
    await nextTurn()
  }
  return true
}

/** Whether the promise settles within so many milliseconds; rejects if it does. */
export function endsWithin(time: number, promise: Promise<unknown>): Promise<boolean> {
  const late = new AbortController()
  const over = sleep(time, undefined, { signal: late.signal })
    // What was ready when a busy loop came round is not late.
    .then(() => nextTurn())
    .then(
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
export function more(before: Resources): string {
  return [...resources()]
    .map(([name, count]) => [count - (before.get(name) ?? 0), name] as const)
    .filter(([count]) => count > 0)
    .map((each) => each.join(' '))
    .join(', ')
}
