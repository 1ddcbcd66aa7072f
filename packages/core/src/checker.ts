/** What a check is given. */
export interface CheckContext {
  /**
   * Aborted when the time of this check is over: end the work and free what it holds. Its reason is a
   * `CheckError` with code `timeout`. Made when first read, so a checker that never reads it costs nothing; for
   * that it is a getter of the context, which a copy of the context does not have.
   */
  readonly signal: AbortSignal
  /** Milliseconds this check has, for clients that want a number. */
  readonly timeout: number
}

/** One dependency that can be asked. */
export interface Checker {
  /** Stands in the body and the log; unique in its list. */
  readonly name: string
  /** The sentence shown for any failure that was not written for the public. */
  readonly failure?: string
  /** Milliseconds a check may take; never more than the budget of the probe, which is the default. */
  readonly timeout?: number
  /** A failure warns: the probe still succeeds. Default `false`. */
  readonly optional?: boolean
  /** Milliseconds a result, good or bad, may be reused. Default: `maxAge` of the probes. */
  readonly maxAge?: number
  /**
   * Asks the dependency once. A throw, a rejection, `false`, an `Error` or a `Response` that is not ok as the result is a
   * failure; whatever else it returns or resolves with is a success. Core cancels the body of a `Response`. It runs one check of a checker at a time and keeps the time, the log and the results: a checker does not.
   */
  check(context: CheckContext): unknown
}
