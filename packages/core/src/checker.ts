/** The argument of `check`. */
export interface CheckContext {
  /**
   * Aborted when the time limit of this check has passed. The checker should then stop and free its
   * resources. The reason is a `CheckError` with the code `timeout`. A getter creates the signal
   * when it is first read, so a copy of the context does not have it.
   */
  readonly signal: AbortSignal
  /** The time limit of this check in milliseconds, for clients that need a number. */
  readonly timeout: number
}

/** A dependency that can be checked. */
export interface Checker {
  /** Appears in the response, the log and metrics. Unique in its list. */
  readonly name: string
  /** The public message for any error that is not a `CheckError`. Default `check failed.` */
  readonly failure?: string
  /**
   * Time limit of a check in milliseconds. At most the budget of the probe, which is the default.
   */
  readonly timeout?: number
  /** Reports a failure as a warning, so that the probe still succeeds. Default `false`. */
  readonly optional?: boolean
  /**
   * Milliseconds for which a result may be reused, also a failure. Default: `maxAge` of the probes.
   */
  readonly maxAge?: number
  /**
   * Checks the dependency once. The check fails if it throws, rejects, or returns or resolves with
   * `false`, an `Error` or a `Response` that is not ok. Any other result passes. Core cancels the
   * body of a `Response`. Core calls `check` again only after its promise has settled, and keeps
   * times, results and the log, so a checker needs no state.
   */
  check(context: CheckContext): unknown
}
