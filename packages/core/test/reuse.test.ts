import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checker, defer, get, never, quietProbes } from './checkers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function counting(name: string, maxAge?: number) {
  const check = vi.fn<() => unknown>()
  return { check, checker: checker(name, check, maxAge === undefined ? {} : { maxAge }) }
}

test('a thousand simultaneous probes start a hanging checker once, and all are answered', async () => {
  const check = vi.fn<() => unknown>(() => never)
  const probes = quietProbes([checker('db', check)])

  const answers = Array.from({ length: 1000 }, () => get(probes, '/readyz'))
  await vi.advanceTimersByTimeAsync(800)

  expect(check).toHaveBeenCalledTimes(1)
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses).toEqual(Array.from({ length: 1000 }, () => 503))
})

test('a probe during a run shares it, also with another path', async () => {
  const gate = defer()
  const check = vi.fn<() => unknown>(() => gate.promise)
  const probes = quietProbes([checker('db', check)], { maxAge: 0 })

  const first = probes.readiness()
  await vi.advanceTimersByTimeAsync(400)
  const others = [get(probes, '/readiness?verbose'), get(probes, '/readyz')]
  gate.resolve()

  await Promise.all([first, ...others])
  expect(check).toHaveBeenCalledTimes(1)
})

test('a finished run is reused for half a second', async () => {
  const { check, checker: db } = counting('db')
  const probes = quietProbes([db])

  const report = await probes.readiness()
  await vi.advanceTimersByTimeAsync(499.9)
  expect(await probes.readiness()).toBe(report)
  expect(check).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await probes.readiness()).not.toBe(report)
  expect(check).toHaveBeenCalledTimes(2)
})

test('a reuse does not extend the maxAge of a run', async () => {
  const { check, checker: db } = counting('db')
  const probes = quietProbes([db], { maxAge: 1000 })

  await probes.readiness()
  await vi.advanceTimersByTimeAsync(600)
  await probes.readiness()
  await vi.advanceTimersByTimeAsync(600)
  await probes.readiness()

  expect(check).toHaveBeenCalledTimes(2)
})

test('the age of a run begins at its end', async () => {
  const check = vi.fn<() => unknown>(() => new Promise((resolve) => setTimeout(resolve, 700)))
  const probes = quietProbes([checker('db', check)])

  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(700)
  await report
  await vi.advanceTimersByTimeAsync(499)
  await probes.readiness()

  expect(check).toHaveBeenCalledTimes(1)
})

test('a failure is reused for maxAge', async () => {
  const { check, checker: db } = counting('db')
  check.mockImplementation(() => false)
  const probes = quietProbes([db])

  const report = await probes.readiness()
  await vi.advanceTimersByTimeAsync(499)
  expect(await probes.readiness()).toBe(report)
})

test('a timeout is reused for maxAge', async () => {
  const check = vi.fn<() => unknown>(() => never)
  const probes = quietProbes([checker('db', check)])

  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(800 + 499)
  expect(await probes.readiness()).toBe(await report)
})

test('with a maxAge of 0 every probe starts a run', async () => {
  const { check, checker: db } = counting('db')
  const probes = quietProbes([db], { maxAge: 0 })

  await probes.readiness()
  await probes.readiness()

  expect(check).toHaveBeenCalledTimes(2)
})

test('each checker runs again after its own maxAge', async () => {
  const { check: db, checker: dbChecker } = counting('db')
  const { check: mail, checker: mailChecker } = counting('mail', 10_000)
  const { check: disk, checker: diskChecker } = counting('disk', 0)
  const probes = quietProbes([dbChecker, mailChecker, diskChecker], { maxAge: 1000 })
  const calls = async (after: number) => {
    await vi.advanceTimersByTimeAsync(after)
    await probes.readiness()
    return [db, mail, disk].map(({ mock }) => mock.calls.length)
  }

  expect(await calls(0)).toEqual([1, 1, 1])
  expect(await calls(1)).toEqual([1, 1, 2])
  expect(await calls(999)).toEqual([2, 1, 3])
  expect(await calls(8999)).toEqual([3, 1, 4])
  expect(await calls(1)).toEqual([3, 2, 5])
})

test('a reused result keeps its position, its date and its duration', async () => {
  vi.setSystemTime('2026-01-01T00:00:00.000Z')
  const probes = quietProbes(
    [
      checker('mail', () => new Promise((resolve) => setTimeout(resolve, 30)), { maxAge: 60_000 }),
      checker('db', () => {}),
    ],
    { maxAge: 0 },
  )
  const first = probes.readiness()
  await vi.advanceTimersByTimeAsync(30)
  await first
  await vi.advanceTimersByTimeAsync(5000)

  expect((await probes.readiness()).checks).toMatchObject([
    { name: 'mail', durationMs: 30, checkedAt: '2026-01-01T00:00:00.030Z' },
    { name: 'db', durationMs: 0, checkedAt: '2026-01-01T00:00:05.030Z' },
  ])
})

test('since of a slow failure is the start of its check', async () => {
  vi.setSystemTime('2026-01-01T00:00:00.000Z')
  const probes = quietProbes([checker('db', () => never)], { maxAge: 0 })
  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(800)
  expect((await report).checks[0]).toMatchObject({
    checkedAt: '2026-01-01T00:00:00.800Z',
    since: '2026-01-01T00:00:00.000Z',
  })
})

test('since is the start of the first check with the same status', async () => {
  vi.setSystemTime('2026-01-01T00:00:00.000Z')
  const { check, checker: db } = counting('db')
  const probes = quietProbes([db], { maxAge: 0 })
  const since = async (after: number) => {
    await vi.advanceTimersByTimeAsync(after)
    return (await probes.readiness()).checks[0]?.since
  }

  expect(await since(0)).toBe('2026-01-01T00:00:00.000Z')
  expect(await since(10_000)).toBe('2026-01-01T00:00:00.000Z')
  check.mockReturnValue(false)
  expect(await since(10_000)).toBe('2026-01-01T00:00:20.000Z')
  check.mockReturnValue(new Error('another failure'))
  expect(await since(10_000)).toBe('2026-01-01T00:00:20.000Z')
  check.mockReturnValue(true)
  expect(await since(10_000)).toBe('2026-01-01T00:00:40.000Z')
})

test('a probe that a checker sends shares the current run', async () => {
  const check = vi.fn<() => unknown>()
  const probes = quietProbes([checker('db', check)])
  check.mockImplementation(() => {
    void probes.readiness()
  })

  expect(await probes.readiness()).toMatchObject({ status: 'pass' })
  expect(check).toHaveBeenCalledTimes(1)
})
