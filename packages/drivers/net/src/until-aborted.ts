import { onAbort } from './on-abort.ts'

/**
 * The promise, or a rejection with the reason of the signal, whichever is first. For clients that
 * know no signal: it ends the waiting only; whoever calls it ends the work. The loser is looked
 * after: its rejection is nobody's.
 */
export function untilAborted<T>(signal: AbortSignal, promise: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const removeListener = onAbort(signal, () => reject(signal.reason as Error))
    Promise.resolve(promise).finally(removeListener).then(resolve, reject)
  })
}
