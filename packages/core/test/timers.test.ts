import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Checker } from '../src/index.ts'
import { checker, failing, hanging, never, passing, quietProbes } from './checkers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function countControllers(): { readonly made: number } {
  const count = { made: 0 }
  vi.stubGlobal(
    'AbortController',
    class extends AbortController {
      constructor() {
        super()
        count.made += 1
      }
    },
  )
  return count
}

const slow = checker('slow', () => new Promise((resolve) => setTimeout(resolve, 50)))

test.each<[string, readonly Checker[]]>([
  ['a pass', [passing('db')]],
  ['a later pass', [checker('db', async () => {}), slow]],
  ['a failure', [failing('db'), slow]],
  ['a timeout', [hanging('db', { timeout: 100 }), hanging('cache')]],
  ['a timeout of a checker that settles later', [slow, hanging('db', { timeout: 20 })]],
])('no timer is left after %s', async (_, checkers) => {
  const report = quietProbes(checkers).readiness()

  await vi.advanceTimersByTimeAsync(800)
  await report

  expect(vi.getTimerCount()).toBe(0)
})

test('no timer is left if a run ends before its deadline', async () => {
  const report = quietProbes([slow]).readiness()

  await vi.advanceTimersByTimeAsync(50)
  await report

  expect(vi.getTimerCount()).toBe(0)
})

test('a run has one timer for any number of checkers', () => {
  const checkers = Array.from({ length: 20 }, (_, index) =>
    hanging(`db ${index}`, { timeout: 10 + index }),
  )

  void quietProbes(checkers).readiness()

  expect(vi.getTimerCount()).toBe(1)
})

test('probes without checkers and with synchronous checkers set no timer', () => {
  const set = vi.fn<typeof setTimeout>()
  vi.stubGlobal('setTimeout', set)
  const probes = quietProbes([passing('db')])

  void probes.handle('GET', '/readyz')
  void probes.handle('GET', '/healthz')

  expect(set).not.toHaveBeenCalled()
})

test('no AbortController is created for a checker that does not read its signal', async () => {
  const count = countControllers()
  const report = quietProbes([passing('db'), failing('cache'), hanging('queue')]).readiness()

  await vi.advanceTimersByTimeAsync(800)
  await report

  expect(count.made).toBe(0)
})

test('one AbortController is created for a checker that reads its signal', async () => {
  const count = countControllers()
  const signals = new Set<AbortSignal>()
  const db = checker('db', (context) => {
    signals.add(context.signal)
    signals.add(context.signal)
    return never
  })
  const report = quietProbes([db]).readiness()

  await vi.advanceTimersByTimeAsync(800)
  await report

  expect([count.made, signals.size]).toEqual([1, 1])
})

test('core calls neither AbortSignal.any nor AbortSignal.timeout', async () => {
  const any = vi.spyOn(AbortSignal, 'any')
  const timeout = vi.spyOn(AbortSignal, 'timeout')
  const db = checker('db', ({ signal }) => signal.aborted || never)
  const report = quietProbes([db, hanging('cache', { timeout: 10 })]).readiness()

  await vi.advanceTimersByTimeAsync(800)
  await report

  expect([any.mock.calls, timeout.mock.calls]).toEqual([[], []])
})
