// Tests of an application replace clocks, also in the middle of a run, and by functions that return `undefined` or throw.
// A probe must be answered all the same, so nothing here throws or returns NaN.

const epoch = '1970-01-01T00:00:00.000Z'
// The last date that the calendar of the language has.
const lastDate = 8.64e15

/** Milliseconds on the clock that never jumps. 0 if the clock is broken. */
export function monotonicNow(): number {
  return read(() => performance.now(), Number.MAX_VALUE)
}

/** Milliseconds since the epoch. 0 if the calendar is broken. */
export function calendarNow(): number {
  return read(() => Date.now(), lastDate)
}

function read(clock: () => number, last: number): number {
  try {
    const now = clock()
    return Math.abs(now) <= last ? now : 0
  } catch {
    return 0
  }
}

/** The date in ISO 8601. The epoch if it has no such form. */
export function isoDate(date: number): string {
  try {
    return new Date(date).toISOString()
  } catch {
    return epoch
  }
}
