import type { CheckContext } from '@readyz/core'
import { ServerError } from './protocol.ts'

const share = 0.8

/**
 * Ends the work a little before its time is over: of a check that takes all of it core says that it was late, but
 * nobody could say which of the servers it was.
 */
export async function endEarly<T>(
  { signal, timeout }: CheckContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const time = timeout * share
  const end = () => controller.abort(new ServerError(`no answer within ${time} ms`, 'timeout'))
  // In two steps, so that core hears of its own timer first when the loop was blocked all the time, and says that.
  let timer = setTimeout(() => {
    timer = setTimeout(() => setImmediate(end), time / 2)
  }, time / 2)
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}
