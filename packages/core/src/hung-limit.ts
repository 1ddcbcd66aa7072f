// Milliseconds after which a hung check is abandoned at the latest.
const maxLimit = 600_000

/** Decides when a hung check is abandoned, so that its checker may start again. */
export interface HungLimit {
  /**
   * Returns whether a check that is pending for `elapsed` milliseconds is abandoned. Each abandoned
   * check doubles the limit, because each may keep a connection open.
   */
  isReached(elapsed: number): boolean
  /** Restores the first limit, ten times the time limit of the check, because a check settled. */
  reset(): void
}

export function createHungLimit(timeout: number): HungLimit {
  let limit = 10 * timeout
  return {
    isReached(elapsed) {
      // Negative if a test has replaced the clock. The start of the hung check is then unknown.
      const reached = elapsed < 0 || elapsed >= Math.min(limit, maxLimit)
      if (reached) limit *= 2
      return reached
    },
    reset() {
      limit = 10 * timeout
    },
  }
}
