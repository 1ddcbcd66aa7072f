// Tests of an application may replace clocks during a run by functions that return `undefined` or
// throw. Probes must still be answered, so these functions never throw or return NaN.

const epoch = '1970-01-01T00:00:00.000Z'
// The last date that `Date` can represent.
const lastDate = 8.64e15

/** Returns the milliseconds of the monotonic clock, or 0 if the clock is broken. */
export function monotonicNow(): number {
  return read(() => performance.now(), Number.MAX_VALUE)
}

/** Returns the milliseconds since the epoch, or 0 if the calendar is broken. */
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

/** Returns the date in ISO 8601, or the epoch if the date has no such form. */
export function isoDate(date: number): string {
  try {
    return new Date(date).toISOString()
  } catch {
    return epoch
  }
}
