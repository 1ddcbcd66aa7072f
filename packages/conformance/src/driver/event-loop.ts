import { createProcessClock } from './process-clock.ts'

// Milliseconds between two samples.
const sampleInterval = 10

/**
 * Starts to measure how long the event loop is blocked. Returns a function that stops and returns
 * the longest time in milliseconds.
 */
export function measureLongestBlock(): () => number {
  const clock = createProcessClock()
  let last = clock()
  let longest = 0
  const sample = () => {
    const now = clock()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(sample, sampleInterval)
  return () => {
    clearInterval(timer)
    sample()
    return longest
  }
}

// Milliseconds for which a check may block the event loop on a small cloud instance.
const referenceLimit = 400
// Milliseconds that `copyMemory` takes on a small cloud instance.
const referenceCopyTime = 15

let measuredCopyTime: number | undefined

/**
 * Returns the milliseconds for which a check may block the event loop on this machine. The limit is
 * higher on a machine that is slower than a small cloud instance.
 */
export function blockLimit(): number {
  measuredCopyTime ??=
    Array.from({ length: 5 }, measureCopyTime).toSorted((a, b) => a - b)[2] ?? referenceCopyTime
  return Math.round(referenceLimit * Math.max(1, measuredCopyTime / referenceCopyTime))
}

function measureCopyTime(): number {
  const clock = createProcessClock()
  const from = clock()
  copyMemory()
  return clock() - from
}

/** Copies 16 MB in pieces, as a client that reads from a socket does. */
function copyMemory(): void {
  Buffer.concat(Array.from({ length: 256 }, (_, index) => Buffer.alloc(65_536, index)))
}
