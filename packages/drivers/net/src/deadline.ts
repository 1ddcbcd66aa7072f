import { onAbort } from './on-abort.ts'

const share = 0.8

/**
 * Does the work with a signal that fires a little before the time of the check is over, and when
 * the work has ended: work that failed may have left some of its parts running.
 */
export async function withEarlyDeadline<T>(
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const time = timeout * share
  const late = () => new DOMException(`no answer within ${Math.round(time)} ms`, 'TimeoutError')
  const end = () => controller.abort(late())
  // In two steps, so that core hears of its own timer first when the loop was blocked all the time,
  // and says that.
  let timer = setTimeout(() => {
    timer = setTimeout(() => setImmediate(end), time / 2)
  }, time / 2)
  const removeListener = onAbort(signal, end)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    removeListener()
    controller.abort()
  }
}
