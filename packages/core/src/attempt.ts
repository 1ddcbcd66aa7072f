import type { CheckContext } from './checker.ts'
import { CheckError } from './errors.ts'

/** When something began, on both clocks: the one that never jumps, and the calendar's. */
export interface Moment {
  readonly now: number
  readonly date: number
}

/**
 * One call of a checker, and the context that it is given. A class for the sake of its getter: on a prototype it
 * costs a thirtieth of what it costs in a literal, at every check of every run.
 */
export class Attempt implements CheckContext {
  readonly timeout: number
  // Not the property: the checker can overwrite that.
  readonly #timeout: number
  readonly #began: Moment
  #controller: AbortController | undefined
  #reason: CheckError | undefined

  constructor(began: Moment, timeout: number) {
    this.#began = began
    this.timeout = timeout
    this.#timeout = timeout
  }

  /** Not part of the context, and so no property that a checker could come to rely on. */
  static began(attempt: Attempt): Moment {
    return attempt.#began
  }

  /** Ends the work: fires the signal, if anyone has asked for it. Gives its reason. */
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
