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

// A process may hold two copies of this package, such as the ES modules and the CommonJS build,
// where `instanceof` fails. So the mark sits on the prototype under a symbol of the whole process.
const mark = Symbol.for('@readyz/net/server-error')
Object.defineProperty(ServerError.prototype, mark, { value: true })

/** Whether any copy of this package made it. */
export function isServerError(error: unknown): error is ServerError {
  return typeof error === 'object' && error !== null && Reflect.get(error, mark) === true
}
