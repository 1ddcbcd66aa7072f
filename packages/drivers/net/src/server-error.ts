import type { Reason } from '@readyz/core'

/** A server that does not answer as it should. For the log: the message may quote it. */
export class ServerError extends Error {
  readonly reason: Reason

  constructor(message: string, reason: Reason) {
    super(message)
    this.reason = reason
  }
}
