import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CheckError, type Checker, type ProbeOptions } from '../src/index.ts'
import { checker, defer, failing, get, hanging, never, passing, quietProbes } from './checkers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Records the value of a promise, and the time of the test at which it resolved. */
function watch<T>(promise: Promise<T>) {
  const seen: { at?: number; value?: T } = {}
  void promise.then((value) => Object.assign(seen, { at: performance.now(), value }))
  return seen
}

test.each<[string, ProbeOptions, number]>([
  ['the default of Kubernetes', {}, 800],
  ['5 s', { timeoutSeconds: 5 }, 4000],
  ['half a second', { timeoutSeconds: 0.5 }, 400],
])('a hanging checker is reported as timeout after 80 % of %s', async (_, options, budget) => {
  const startedAt = performance.now()
  const answer = watch(get(quietProbes([hanging('db')], options), '/readyz'))

  await vi.advanceTimersByTimeAsync(budget - 1)
  expect(answer.value).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1)
  expect(answer.at).toBe(startedAt + budget)
  expect(answer.value?.body).toBe(`db: no answer within ${budget} ms.`)
})

test('finished checks keep their results in a run with a timeout', async () => {
  const slow = checker('slow', () => new Promise((resolve) => setTimeout(resolve, 799)))
  const broken = checker('broken', async () => {
    throw new CheckError('wrong answer.', { code: 'invalid' })
  })
  const probes = quietProbes([
    passing('web'),
    hanging('db', { failure: 'cannot connect to database.' }),
    slow,
    broken,
  ])

  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(800)

  expect(await report).toMatchObject({
    status: 'fail',
    checks: [
      { name: 'web', status: 'pass', durationMs: 0 },
      {
        name: 'db',
        status: 'fail',
        durationMs: 800,
        reason: 'timeout',
        message: 'cannot connect to database.',
      },
      { name: 'slow', status: 'pass', durationMs: 799 },
      { name: 'broken', status: 'fail', reason: 'invalid', message: 'wrong answer.' },
    ],
  })
})

test('a run ends as soon as all checks have ended', async () => {
  const startedAt = performance.now()
  const slow = checker('slow', () => new Promise((resolve) => setTimeout(resolve, 70)))
  const report = watch(quietProbes([slow, passing('web')]).readiness())

  await vi.advanceTimersByTimeAsync(800)

  expect(report.at).toBe(startedAt + 70)
})

test('a checker with its own timeout is aborted after that time with a reason', async () => {
  let signal: AbortSignal | undefined
  const startedAt = performance.now()
  const check = vi.fn<Checker['check']>((context) => {
    signal = context.signal
    return never
  })
  const report = watch(quietProbes([checker('db', check, { timeout: 250 })]).readiness())

  await vi.advanceTimersByTimeAsync(249)
  expect([signal?.aborted, report.value]).toEqual([false, undefined])
  await vi.advanceTimersByTimeAsync(1)

  expect(signal?.aborted).toBe(true)
  expect(signal?.reason).toBeInstanceOf(CheckError)
  expect(signal?.reason).toMatchObject({ code: 'timeout', message: 'no answer within 250 ms.' })
  expect(report).toMatchObject({
    at: startedAt + 250,
    value: {
      checks: [{ reason: 'timeout', message: 'no answer within 250 ms.', durationMs: 250 }],
    },
  })
  expect(check.mock.lastCall?.[0].timeout).toBe(250)
})

test('each checker of a run has its own time limit', async () => {
  const startedAt = performance.now()
  const aborted: Record<string, number> = {}
  const checkers = [600, 100, 350].map((timeout) =>
    checker(
      `db ${timeout}`,
      ({ signal }) => {
        signal.addEventListener('abort', () => {
          aborted[timeout] = performance.now() - startedAt
        })
        return never
      },
      { timeout },
    ),
  )
  const report = watch(quietProbes(checkers).readiness())

  await vi.advanceTimersByTimeAsync(800)

  expect(aborted).toEqual({ 100: 100, 350: 350, 600: 600 })
  expect(report.at).toBe(startedAt + 600)
})

test('a timeout above the budget is reduced to the budget', async () => {
  const check = vi.fn<Checker['check']>(() => never)
  const report = watch(quietProbes([checker('db', check, { timeout: 60_000 })]).readiness())

  await vi.advanceTimersByTimeAsync(800)

  expect(check.mock.lastCall?.[0].timeout).toBe(800)
  expect(report.value?.status).toBe('fail')
})

test('a signal that is first read after the time limit is aborted', async () => {
  const gate = defer()
  const read = checker('db', async (context) => {
    await gate.promise
    return context.signal
  })
  const check = vi.spyOn(read, 'check')
  const report = quietProbes([read]).readiness()
  await vi.advanceTimersByTimeAsync(800)
  await report
  gate.resolve()

  const signal = await check.mock.results[0]?.value
  expect(signal).toMatchObject({ aborted: true, reason: { code: 'timeout' } })
})

test('a signal is not aborted if the check ended in time', async () => {
  let signal: AbortSignal | undefined
  const probes = quietProbes([
    checker('db', (context) => {
      signal = context.signal
    }),
    hanging('cache'),
  ])

  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(10_000)
  await report

  expect(signal?.aborted).toBe(false)
})

test('a probe with a hanging optional checker succeeds within the budget', async () => {
  const startedAt = performance.now()
  const probes = quietProbes([passing('db'), hanging('cache', { optional: true })])
  const answer = watch(get(probes, '/readyz'))

  await vi.advanceTimersByTimeAsync(800)

  expect(answer).toMatchObject({ at: startedAt + 800, value: { status: 200, body: 'OK' } })
  expect(await probes.readiness()).toMatchObject({
    status: 'warn',
    checks: [{ status: 'pass' }, { status: 'warn', reason: 'timeout' }],
  })
})

test('all checks of a run start together', () => {
  const started: string[] = []
  const names = ['db', 'cache', 'queue']
  const checkers = names.map((name) =>
    checker(name, () => {
      started.push(name)
      return never
    }),
  )

  void quietProbes(checkers).readiness()

  expect(started).toEqual(names)
})

test('check is called as a method of its checker', async () => {
  class Database {
    readonly name = 'db'
    readonly #up = true
    check() {
      return this.#up
    }
  }

  expect(await quietProbes([new Database()]).readiness()).toMatchObject({ status: 'pass' })
})

test('liveness and readiness run independently', async () => {
  const probes = quietProbes([hanging('db')], { liveness: [failing('loop')] })

  const ready = watch(get(probes, '/readyz'))
  const live = watch(get(probes, '/livez'))
  await vi.advanceTimersByTimeAsync(0)

  expect(live.value?.body).toBe('loop: check failed.')
  expect(ready.value).toBeUndefined()
})
