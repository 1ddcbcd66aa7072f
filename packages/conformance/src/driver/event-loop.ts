import { createProcessClock } from './process-clock.ts'

// Milliseconds between two looks at the loop.
const tick = 10

/** Watches the loop until the returned function is called, which returns the milliseconds of the longest block. */
export function watchLoop(): () => number {
  const clock = createProcessClock()
  let last = clock()
  let longest = 0
  const look = () => {
    const now = clock()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(look, tick)
  return () => {
    clearInterval(timer)
    look()
    return longest
  }
}

// Milliseconds for which a check may block the loop on a machine that is as fast as a small cloud instance.
const limit = 400
// Milliseconds that `copyMemory` takes there.
const pace = 15

let measured: number | undefined

/** Milliseconds for which a check may block the loop here: every application notices more. A slow machine gets more. */
export function longestBlock(): number {
  measured ??= Array.from({ length: 5 }, durationOfCopy).toSorted((a, b) => a - b)[2] ?? pace
  return Math.round(limit * Math.max(1, measured / pace))
}

function durationOfCopy(): number {
  const clock = createProcessClock()
  const from = clock()
  copyMemory()
  return clock() - from
}

/** 16 MB in pieces, as a client reads them from a socket. */
function copyMemory(): void {
  Buffer.concat(Array.from({ length: 256 }, (_, index) => Buffer.alloc(65_536, index)))
}
