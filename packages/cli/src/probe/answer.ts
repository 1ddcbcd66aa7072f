/** The head of a response, and its body, which has not been read yet. */
export interface Answer {
  readonly status: number
  /** The `Location` header, without blanks around it. */
  readonly location: string | undefined
  /** The `Content-Length` header; `undefined` if the length is not known in advance. */
  readonly length: number | undefined
  /** Reads the body, but at most that many bytes. Rejects if it is truncated before that. */
  readBody(limit: number): Promise<void>
}

/** Resolves with the values of the event; rejects if an error or the close comes first. */
export function first<T extends readonly unknown[]>(
  emitter: NodeJS.EventEmitter,
  event: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    emitter.once(event, (...values) => resolve(values as unknown as T))
    emitter.once('error', reject)
    emitter.once('close', () => reject(new Error('the connection closed without a response')))
  })
}
