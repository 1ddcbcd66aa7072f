import type { CheckContext } from './checker.ts'
import { CheckError } from './errors.ts'

/** A point in time on both clocks: the monotonic clock and the calendar. */
export interface Moment {
  readonly now: number
  readonly date: number
}

/**
 * One call of a checker, and the context that the checker receives. It is a class, because a getter
 * on a prototype takes a thirtieth of the time of a getter in an object literal.
 */
export class Attempt implements CheckContext {
  readonly timeout: number
  // A copy, because the checker can overwrite the public property.
  readonly #timeout: number
  readonly #began: Moment
  #controller: AbortController | undefined
  #reason: CheckError | undefined

  constructor(began: Moment, timeout: number) {
    this.#began = began
    this.timeout = timeout
    this.#timeout = timeout
  }

  /** Static, so that checkers do not see it as a property of the context. */
  static began(attempt: Attempt): Moment {
    return attempt.#began
  }

  /** Aborts the signal, if the checker has read it. Returns the reason of the abort. */
  static abort(attempt: Attempt): CheckError {
    const reason = new CheckError(`no answer within ${attempt.#timeout} ms.`, { code: 'timeout' })
    attempt.#reason = reason
    attempt.#controller?.abort(reason)
    return reason
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason !== undefined) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }
}
