import { monotonicNow } from './time.ts'

/** The one timer of a run, which also measures for how long the event loop was blocked. */
export interface Clock {
  /** A run begins. */
  start(now: number): void
  /** The checkers have been called: what they did before they returned blocked the loop. */
  called(now: number): void
  /** Calls `onTime` when so many milliseconds of the run have passed. */
  arm(timeout: number): void
  stop(): void
  /** Whether `setTimeout` is another function than the one that set the timer, which may then never fire. */
  readonly isReplaced: boolean
}

export interface ClockEvents {
  /** So many milliseconds of the run have passed, and for at least `blocked` of them the loop was blocked. */
  readonly onTime: (elapsed: number, blocked: number) => void
  /** `onTime` or the clock itself has thrown. */
  readonly onError: (error: unknown) => void
}

// Milliseconds that a timer may be late in a loop that nothing blocks.
const punctual = 5

export function createClock(budget: number, { onTime, onError }: ClockEvents): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined
  // The functions that set the timer and clear it: a test may replace both while it runs.
  let set = setTimeout
  let clear = clearTimeout
  let generation = 0
  let startedAt = 0
  let due = 0
  let blocked = 0
  let isLate = false
  let isPastHalf = false
  // When the loop was last seen to turn.
  let seen = 0

  // The event loop is the cause only if it left a dependency no time at all, not if it left half of the budget.
  function look(now: number, atLeast: number): void {
    if (now - seen >= budget) blocked = Math.max(blocked, atLeast)
    seen = now
  }

  function schedule(delay: number): void {
    stop()
    set = setTimeout
    clear = clearTimeout
    const current = generation
    timer = set(() => current === generation && tick(), delay)
  }

  function stop(): void {
    // A `clearTimeout` that a test has replaced may throw, or clear nothing.
    generation += 1
    try {
      clear(timer)
    } catch {
      // The timer finds that it is out of date.
    }
  }

  function tick(): void {
    try {
      const now = monotonicNow()
      look(now, now - due)
      // What arrived while the loop was blocked has not been read yet. The loop turns once more to read it, and only
      // once: a loop that is blocked at every turn would never let the run end.
      if (now - due > punctual && !isLate) {
        isLate = true
        due = now
        schedule(0)
        return
      }
      isLate = false
      isPastHalf = true
      // Timers may fire up to a millisecond early.
      onTime(Math.max(now, due) - startedAt + 1, blocked)
    } catch (error) {
      onError(error)
    }
  }

  return {
    start(now) {
      startedAt = now
      seen = now
      blocked = 0
      isLate = false
      isPastHalf = false
    },
    called(now) {
      look(now, now - startedAt)
    },
    arm(timeout) {
      const now = monotonicNow()
      // Half-way it only looks whether it is late: a block of a whole budget cannot hide from it.
      const half = startedAt + budget / 2
      due = startedAt + timeout
      if (now < half && half < due && !isPastHalf) due = half
      schedule(Math.max(0, due - now))
    },
    stop,
    get isReplaced() {
      return set !== setTimeout
    },
  }
}
