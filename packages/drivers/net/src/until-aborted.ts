import { onAbort } from './on-abort.ts'

/**
 * Settles like the promise, or rejects with the reason of the signal if the signal aborts first. It
 * does not cancel the work of the promise. A later rejection of the promise is handled.
 */
export function untilAborted<T>(signal: AbortSignal, promise: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const removeListener = onAbort(signal, () => reject(signal.reason as Error))
    Promise.resolve(promise).finally(removeListener).then(resolve, reject)
  })
}
