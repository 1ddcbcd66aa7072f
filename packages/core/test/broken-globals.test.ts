import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { checker, defer, failing, get, hanging, quietProbes } from './checkers.ts'
import { forbidUnhandled } from './unhandled.ts'

// Tests of applications replace globals that core uses, at any moment of a run, and restore them
// later. The probe is still answered, and the next probe starts a new run.

forbidUnhandled()
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const broken = {
  throws: () => {
    throw new Error('replaced by a test')
  },
  'returns nothing': () => undefined,
  'returns NaN': () => Number.NaN,
}
const used = {
  'Date.now': [Date, 'now'],
  'performance.now': [performance, 'now'],
  setTimeout: [globalThis, 'setTimeout'],
  clearTimeout: [globalThis, 'clearTimeout'],
  'Date.prototype.toISOString': [Date.prototype, 'toISOString'],
  'AbortController.prototype.abort': [AbortController.prototype, 'abort'],
  'TextEncoder.prototype.encode': [TextEncoder.prototype, 'encode'],
  'JSON.stringify': [JSON, 'stringify'],
  'Math.min': [Math, 'min'],
  'Object.freeze': [Object, 'freeze'],
} as const

const moments = ['before the start', 'in a check', 'while checks are pending'] as const

const cases = Object.entries(used).flatMap(([name, [owner, key]]) =>
  Object.entries(broken).flatMap(([how, replacement]) =>
    moments.map((moment) => ({
      title: `${name} ${how}, replaced ${moment}`,
      moment,
      replace: () =>
        void vi
          .spyOn(owner as unknown as Record<string, () => unknown>, key)
          .mockImplementation(replacement),
    })),
  ),
)

test.each(cases)('probes during and after a run are answered: $title', async (each) => {
  const gate = defer()
  const pass = vi.fn<() => unknown>()
  if (each.moment === 'in a check') pass.mockImplementationOnce(each.replace)
  const late = vi.fn<() => unknown>().mockImplementationOnce(() => gate.promise)
  const hang = hanging('hanging', { timeout: 40 })
  const probes = quietProbes(
    [checker('pass', pass), checker('late', late), failing('failing'), hang],
    { maxAge: 0, timeoutSeconds: 0.1 },
  )

  if (each.moment === 'before the start') each.replace()
  const answer = probes.handle('GET', '/readyz')
  if (each.moment === 'while checks are pending') each.replace()
  gate.resolve()
  await turn()
  vi.restoreAllMocks()
  // Joins the run, if the replacement has not ended it.
  await probes.readiness()
  await answer

  const before = pass.mock.calls.length
  const next = await get(probes, '/readyz?format=json')
  expect(next.status).toBe(503)
  expect(JSON.parse(next.body).checks).toHaveLength(4)
  expect(pass.mock.calls.length).toBeGreaterThan(before)
})

test('a report that cannot be serialized is answered with 503', async () => {
  const probes = quietProbes([failing('db')])
  vi.spyOn(TextEncoder.prototype, 'encode').mockImplementation(broken.throws)

  expect(await get(probes, '/readyz')).toMatchObject({ status: 503 })
})

test('a probe is answered after fake timers were removed during its run', async () => {
  const probes = quietProbes([hanging('db')], { timeoutSeconds: 0.1, maxAge: 0 })
  vi.useFakeTimers({ now: 0 })
  vi.advanceTimersByTime(3_600_000)
  const first = probes.readiness()
  vi.useRealTimers()

  expect((await probes.readiness()).checks).toMatchObject([{ reason: 'timeout' }])
  expect((await first).checks).toMatchObject([{ reason: 'timeout' }])
})

test('a result with a future date of fake timers is reused only for maxAge', async () => {
  const check = vi.fn<() => unknown>()
  const probes = quietProbes([checker('db', check)])
  vi.useFakeTimers()
  vi.advanceTimersByTime(3_600_000)
  await probes.readiness()
  vi.useRealTimers()
  await probes.readiness()

  expect(check).toHaveBeenCalledTimes(2)
})

test('a run ends with fake timers that do not advance `performance.now`', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const report = quietProbes([hanging('db')]).readiness()
  await vi.advanceTimersByTimeAsync(2000)

  expect((await report).checks).toMatchObject([{ reason: 'timeout' }])
})
