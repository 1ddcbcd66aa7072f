import { monotonicNow } from './time.ts'

/** The only timer of a run. It also measures for how long the event loop was blocked. */
export interface Clock {
  /** Call this when a run begins. */
  start(now: number): void
  /** Call this when all checkers have returned. Their synchronous work blocked the event loop. */
  called(now: number): void
  /** Calls `onTime` when `timeout` milliseconds have passed since the start of the run. */
  arm(timeout: number): void
  stop(): void
  /**
   * Whether `setTimeout` has been replaced since the timer was set. The timer may then never fire.
   */
  readonly isReplaced: boolean
}

export interface ClockEvents {
  /**
   * Receives the milliseconds since the start of the run, and for how many the event loop was
   * blocked.
   */
  readonly onTime: (elapsed: number, blocked: number) => void
  /** Receives an error that `onTime` or the clock itself has thrown. */
  readonly onError: (error: unknown) => void
}

// Milliseconds that a timer may be late although nothing blocks the event loop.
const punctual = 5

export function createClock(budget: number, { onTime, onError }: ClockEvents): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined
  // The functions that set and clear the timer. A test may replace the global ones during a run.
  let set = setTimeout
  let clear = clearTimeout
  let generation = 0
  let startedAt = 0
  let due = 0
  let blocked = 0
  let isLate = false
  let isPastHalf = false
  // The time of the last known iteration of the event loop.
  let seen = 0

  // A blocked event loop is the cause of a timeout only if it was blocked for the whole budget.
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
      // The callback of the timer compares `generation` and does nothing.
    }
  }

  function tick(): void {
    try {
      const now = monotonicNow()
      look(now, now - due)
      // Responses that arrived while the event loop was blocked have not been read yet. One more
      // iteration reads them. There is only one, because a run would never end if every iteration
      // were blocked.
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
      // Half-way the timer only measures its delay, so that it detects every block of a whole
      // budget.
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
