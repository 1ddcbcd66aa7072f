import type { Reason } from '@readyz/core'

/**
 * An unexpected response of a server. The message is for the log, because it may quote the
 * response.
 */
export class ServerError extends Error {
  readonly reason: Reason

  constructor(message: string, reason: Reason) {
    super(message)
    this.reason = reason
  }
}

// A process may load two copies of this package, for example the ES modules and the CommonJS build.
// `instanceof` returns false for an error of the other copy. Therefore the prototype has a mark,
// whose symbol is the same in the whole process.
const mark = Symbol.for('@readyz/net/server-error')
Object.defineProperty(ServerError.prototype, mark, { value: true })

/** Returns whether the error is a `ServerError` of any copy of this package. */
export function isServerError(error: unknown): error is ServerError {
  return typeof error === 'object' && error !== null && Reflect.get(error, mark) === true
}
