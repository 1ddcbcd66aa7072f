/** The one timer of a run, which also notices that the loop was blocked. */
export interface Clock {
  /** A run begins. */
  start(now: number): void
  /** The checkers have been called; what they did before they returned was done in one piece. */
  called(now: number): void
  /** Calls back when so many milliseconds of the run are over. */
  arm(timeout: number): void
  stop(): void
}

/** Hears how many milliseconds of the run are over, and for how many of them the loop was blocked, at least. */
export type OnTime = (elapsed: number, blocked: number) => void

// Milliseconds that a timer may be late in a loop that nothing blocks.
const punctual = 5

export function createClock(budget: number, onTime: OnTime): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined
  let startedAt = 0
  let due = 0
  let blocked = 0
  let isLate = false
  // When the loop was last seen to turn.
  let seen = 0

  // Only a loop that left a dependency no time at all is to blame, not one that left it half.
  function look(now: number, atLeast: number): void {
    if (now - seen >= budget) blocked = Math.max(blocked, atLeast)
    seen = now
  }

  function tick(): void {
    const now = performance.now()
    look(now, now - due)
    // What arrived while the loop was blocked has not been read yet: one more turn of the loop for that, and only
    // one, or a loop that is blocked at every turn would never let the run end.
    if (now - due > punctual && !isLate) {
      isLate = true
      due = now
      timer = setTimeout(tick, 0)
      return
    }
    isLate = false
    // Timers may fire up to a millisecond early.
    onTime(now - startedAt + 1, blocked)
  }

  return {
    start(now) {
      startedAt = now
      seen = now
      blocked = 0
      isLate = false
    },
    called(now) {
      look(now, now - startedAt)
    },
    arm(timeout) {
      clearTimeout(timer) // A listener that probed again has armed one already.
      const now = performance.now()
      // Half-way it only looks whether it is late: a block of a whole budget cannot hide from it.
      const half = startedAt + budget / 2
      due = startedAt + timeout
      if (now < half && half < due) due = half
      timer = setTimeout(tick, Math.max(0, due - now))
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
