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

/** A checker of which every check stays open until the test settles it, and a clock that starts at 0. */
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
  // Probes, and lets the time pass that a new check is given.
  const probe = async () => {
    const before = open.length
    const report = probes.readiness()
    if (open.length > before) await elapse(timeout)
    return (await report).checks[1]
  }
  const elapseUntil = (time: number) => elapse(startedAt + time - performance.now())
  return { open, probes, probe, elapseUntil }
}

test('a check that is still open is reported at once as hung, with since when, and not started again', async () => {
  const { open, probes, probe, elapseUntil } = startHanging({})
  expect(await probe()).toMatchObject({ reason: 'timeout' })
  await elapseUntil(1000)

  const answer = probes.handle('GET', '/readyz')

  expect(answer).toMatchObject({ status: 503, body: 'db: hung since 2026-01-01T00:00:00.000Z.' })
  expect(await probe()).toMatchObject({ status: 'fail', reason: 'hung', durationMs: 1000 })
  expect(open).toHaveLength(1)
})

test('the others are asked while one hangs', async () => {
  const { probes, probe } = startHanging({})
  await probe()

  expect(await probes.readiness()).toMatchObject({
    checks: [
      { name: 'web', status: 'pass' },
      { name: 'db', reason: 'hung' },
    ],
  })
})

test('an optional checker that hangs warns', async () => {
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
])('with %j a hung check is given up after %j ms and started afresh', async (times, patiences) => {
  const { open, probe, elapseUntil } = startHanging(times)
  await probe()
  let startedAt = 0

  for (const [index, patience] of patiences.entries()) {
    await elapseUntil(startedAt + patience - 1)
    expect(await probe()).toMatchObject({ reason: 'hung' })
    expect(open).toHaveLength(index + 1)
    startedAt += patience
    await elapseUntil(startedAt)
    expect(await probe()).toMatchObject({ reason: 'timeout' })
    expect(open).toHaveLength(index + 2)
  }
})

test('a recovery after many that were given up starts with the first patience again', async () => {
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
  'when the promise of a hung check settles (%s), the very next probe checks anew, within maxAge too',
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

test('a hung check that does not settle is reported from memory for maxAge', async () => {
  const { open, probe, elapseUntil } = startHanging({ timeoutSeconds: 5, maxAge: 10_000 })
  await probe()
  await elapseUntil(14_000)
  const hung = await probe()
  await elapseUntil(23_999)

  expect(await probe()).toBe(hung)
  expect(open).toHaveLength(1)
})

test('a check that settles during the run that reports it as hung is asked by the next probe', async () => {
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

test('a check that settles during a run that reuses its result is asked by the next probe', async () => {
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
  'an attempt that was given up and settles late (%s) changes nothing',
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

test('a dependency that recovers is seen by the first probe after the patience is over', async () => {
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
