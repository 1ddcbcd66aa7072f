import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checker, type Deferred, defer, get, never, passing, quietProbes } from './checkers.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2025-12-31T23:59:50.000Z') })
  vi.advanceTimersByTime(10_000)
})
afterEach(() => {
  vi.useRealTimers()
})

interface Times {
  readonly timeoutSeconds?: number
  readonly timeout?: number
  readonly maxAge?: number
}

const slow = () => new Promise((resolve) => setTimeout(resolve, 300))
const elapse = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

/** Starts a checker whose checks stay pending until the test settles them, and a clock at 0. */
function startHanging({ timeoutSeconds = 1, timeout = timeoutSeconds * 800, maxAge = 0 }: Times) {
  const open: Deferred[] = []
  const check = () => {
    const deferred = defer()
    open.push(deferred)
    return deferred.promise
  }
  const db = checker('db', check, { failure: 'cannot connect to database.', timeout })
  const probes = quietProbes([passing('web'), db], { timeoutSeconds, maxAge })
  const startedAt = performance.now()
  // Sends a probe, and waits for the time limit if it started a check.
  const probe = async () => {
    const before = open.length
    const report = probes.readiness()
    if (open.length > before) await elapse(timeout)
    return (await report).checks[1]
  }
  const elapseUntil = (time: number) => elapse(startedAt + time - performance.now())
  return { open, probes, probe, elapseUntil }
}

test('a pending check is reported as hung at once, with its start time, and is not started again', async () => {
  const { open, probes, probe, elapseUntil } = startHanging({})
  expect(await probe()).toMatchObject({ reason: 'timeout' })
  await elapseUntil(1000)

  const answer = probes.handle('GET', '/readyz')

  expect(answer).toMatchObject({ status: 503, body: 'db: hung since 2026-01-01T00:00:00.000Z.' })
  expect(await probe()).toMatchObject({ status: 'fail', reason: 'hung', durationMs: 1000 })
  expect(open).toHaveLength(1)
})

test('other checkers run while one is hung', async () => {
  const { probes, probe } = startHanging({})
  await probe()

  expect(await probes.readiness()).toMatchObject({
    checks: [
      { name: 'web', status: 'pass' },
      { name: 'db', reason: 'hung' },
    ],
  })
})

test('a hung optional checker warns', async () => {
  const check = vi.fn<() => unknown>(() => never)
  const probes = quietProbes([checker('cache', check, { optional: true })], { maxAge: 0 })
  void probes.readiness()
  await elapse(800)

  expect(probes.handle('GET', '/readyz')).toMatchObject({ status: 200, body: 'OK' })
  expect(await probes.readiness()).toMatchObject({
    status: 'warn',
    checks: [{ status: 'warn', reason: 'hung' }],
  })
})

test.each<[Times, number[]]>([
  [{}, [8000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 600_000, 600_000]],
  [{ timeoutSeconds: 5 }, [40_000, 80_000, 160_000, 320_000, 600_000, 600_000]],
  [{ timeout: 100 }, [1000, 2000, 4000]],
  [{ timeoutSeconds: 100 }, [600_000, 600_000]],
])('with %j a hung check is abandoned after %j ms and started again', async (times, limits) => {
  const { open, probe, elapseUntil } = startHanging(times)
  await probe()
  let startedAt = 0

  for (const [index, limit] of limits.entries()) {
    await elapseUntil(startedAt + limit - 1)
    expect(await probe()).toMatchObject({ reason: 'hung' })
    expect(open).toHaveLength(index + 1)
    startedAt += limit
    await elapseUntil(startedAt)
    expect(await probe()).toMatchObject({ reason: 'timeout' })
    expect(open).toHaveLength(index + 2)
  }
})

test('the limit for hung checks is reset after a recovery', async () => {
  const { open, probe } = startHanging({})
  await probe()
  await elapse(8000)
  await probe()
  await elapse(16_000)
  await probe()
  open.at(-1)?.resolve()
  await elapse(0)

  expect(open).toHaveLength(3)
  await probe()
  expect(open).toHaveLength(4)
  await elapse(8000 - 800 - 1)
  expect(await probe()).toMatchObject({ reason: 'hung' })
  await elapse(1)
  await probe()
  expect(open).toHaveLength(5)
})

test.each(['resolve', 'reject'] as const)(
  'the next probe starts a new check when the promise of a hung check has settled (%s), also within maxAge',
  async (how) => {
    const { open, probes, probe, elapseUntil } = startHanging({ timeoutSeconds: 5, maxAge: 10_000 })
    await probe()
    await elapseUntil(14_000)
    expect(await probe()).toMatchObject({ reason: 'hung' })
    await elapseUntil(15_000)
    open[0]?.[how](new Error('late'))
    await elapse(0)

    const report = probes.readiness()
    expect(open).toHaveLength(2)
    open[1]?.resolve()
    expect(await report).toMatchObject({ status: 'pass' })
  },
)

test('the result of a hung check is reused for maxAge', async () => {
  const { open, probe, elapseUntil } = startHanging({ timeoutSeconds: 5, maxAge: 10_000 })
  await probe()
  await elapseUntil(14_000)
  const hung = await probe()
  await elapseUntil(23_999)

  expect(await probe()).toBe(hung)
  expect(open).toHaveLength(1)
})

test('the next probe starts a check that settled during the run that reported it as hung', async () => {
  const hung = defer()
  const db = vi.fn<() => unknown>().mockReturnValueOnce(hung.promise)
  const other = vi.fn<() => unknown>(slow)
  const probes = quietProbes([checker('db', db), checker('slow', other)], { maxAge: 1000 })
  void probes.readiness()
  await elapse(1800)

  const report = probes.readiness()
  await elapse(100)
  hung.resolve()
  await elapse(200)

  expect(await report).toMatchObject({ checks: [{ reason: 'hung' }, { status: 'pass' }] })
  expect(await probes.readiness()).toMatchObject({ status: 'pass' })
  expect([db.mock.calls.length, other.mock.calls.length]).toEqual([2, 2])
})

test('the next probe starts a check that settled during a run that reused its result', async () => {
  const hung = defer()
  const db = vi.fn<() => unknown>().mockReturnValueOnce(hung.promise)
  const probes = quietProbes([
    checker('db', db, { maxAge: 5000 }),
    checker('slow', slow, { maxAge: 0 }),
  ])
  void probes.readiness()
  await elapse(800 + 5000)
  void probes.readiness()
  await elapse(300)

  const report = probes.readiness()
  await elapse(100)
  hung.resolve()
  await elapse(200)
  expect(await report).toMatchObject({ checks: [{ reason: 'hung' }, { status: 'pass' }] })
  const next = probes.readiness()
  await elapse(300)

  expect(await next).toMatchObject({ status: 'pass' })
  expect(db).toHaveBeenCalledTimes(2)
})

test.each(['resolve', 'reject'] as const)(
  'an abandoned check that settles (%s) changes nothing',
  async (how) => {
    const { open, probes, probe } = startHanging({})
    await probe()
    await elapse(8000)
    const report = probes.readiness()
    open[0]?.[how](new Error('late'))
    await elapse(799)
    expect(open).toHaveLength(2)
    await elapse(1)
    expect((await report).checks[1]).toMatchObject({ reason: 'timeout' })

    await elapse(0)
    expect(await probe()).toMatchObject({ reason: 'hung' })
    expect(open).toHaveLength(2)
  },
)

test('the first probe after the limit for hung checks reports that a dependency has recovered', async () => {
  const db = vi.fn<() => unknown>().mockReturnValueOnce(never)
  const probes = quietProbes([checker('db', db)])
  const bodies: string[] = []
  for (let second = 0; second <= 10; second += 1) {
    const answer = get(probes, '/readyz')
    await elapse(1000)
    bodies.push((await answer).body)
  }

  const timeout = 'db: no answer within 800 ms.'
  const hung = 'db: hung since 2026-01-01T00:00:00.000Z.'
  expect(bodies).toEqual([
    ...Array.from({ length: 2 }, () => timeout),
    ...Array.from({ length: 6 }, () => hung),
    ...Array.from({ length: 3 }, () => 'OK'),
  ])
})
