/** Resolves with the arguments of the event. Rejects if 'error' or 'close' is emitted first. */
export function waitForEvent<T extends readonly unknown[]>(
  emitter: NodeJS.EventEmitter,
  event: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    emitter.once(event, (...values) => resolve(values as unknown as T))
    emitter.once('error', reject)
    emitter.once('close', () => reject(new Error('the connection closed without a response')))
  })
}
