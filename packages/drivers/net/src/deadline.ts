import { onAbort } from './on-abort.ts'

const share = 0.8

/**
 * Runs the work with a signal that aborts after four fifths of the time limit, and also when the
 * work has settled, because failed work may have left some of its parts running.
 */
export async function withEarlyDeadline<T>(
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const time = timeout * share
  const timeoutError = () =>
    new DOMException(`no answer within ${Math.round(time)} ms`, 'TimeoutError')
  const end = () => controller.abort(timeoutError())
  // With two timers, the timer of core runs first after a blocked event loop, and core reports the
  // blocked event loop.
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
