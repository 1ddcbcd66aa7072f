import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createProbes } from '../src/index.ts'

setFlagsFromString('--expose-gc')
const gc: () => void = runInNewContext('gc')

const windows = 100
const callsInWindow = 10_000

function repeat(times: number, call: () => unknown): void {
  for (let index = 0; index < times; index += 1) call()
}

/**
 * Returns the median of many windows. A window is so short that a garbage collection cannot hide
 * its allocations.
 */
function bytesPerCall(call: () => unknown): number {
  repeat(windows * callsInWindow, call)
  const grown = Array.from({ length: windows }, () => {
    gc()
    const before = process.memoryUsage().heapUsed
    repeat(callsInWindow, call)
    return process.memoryUsage().heapUsed - before
  })
  const [median = Number.NaN] = grown.toSorted((a, b) => a - b).slice(windows / 2)
  return median / callsInWindow
}

test.each([
  ['GET', '/hello?a=1'],
  ['GET', '/hello?from=http://localhost/healthz'],
  ['GET', '/healthzz'],
  ['GET', '/readiness/x'],
  ['GET', '/'],
  ['POST', '/readiness'],
])('a million requests of the application (%s %s) allocate nothing', (method, url) => {
  const probes = createProbes()

  expect(bytesPerCall(() => probes.handle(method, url))).toBeLessThan(1)
})
