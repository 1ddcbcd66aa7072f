import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CheckError, type Checker, type ProbeOptions } from '../src/index.ts'
import { checker, defer, failing, get, hanging, never, passing, quietProbes } from './checkers.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Keeps when a promise settled and with what, on the clock of the test. */
function watch<T>(promise: Promise<T>) {
  const seen: { at?: number; value?: T } = {}
  void promise.then((value) => Object.assign(seen, { at: performance.now(), value }))
  return seen
}

test.each<[string, ProbeOptions, number]>([
  ['the default of Kubernetes', {}, 800],
  ['5 s', { timeoutSeconds: 5 }, 4000],
  ['half a second', { timeoutSeconds: 0.5 }, 400],
])('a checker that hangs is answered for after four fifths of %s', async (_, options, budget) => {
  const startedAt = performance.now()
  const answer = watch(get(quietProbes([hanging('db')], options), '/readyz'))

  await vi.advanceTimersByTimeAsync(budget - 1)
  expect(answer.value).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1)
  expect(answer.at).toBe(startedAt + budget)
  expect(answer.value?.body).toBe(`db: no answer within ${budget} ms.`)
})

test('who has answered by then is reported as it was', async () => {
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

test('a run ends as soon as all have answered', async () => {
  const startedAt = performance.now()
  const slow = checker('slow', () => new Promise((resolve) => setTimeout(resolve, 70)))
  const report = watch(quietProbes([slow, passing('web')]).readiness())

  await vi.advanceTimersByTimeAsync(800)

  expect(report.at).toBe(startedAt + 70)
})

test('a checker with a timeout of its own is ended then, and told why', async () => {
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

test('each checker has its own time in one run', async () => {
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

test('a timeout beyond the budget is the budget', async () => {
  const check = vi.fn<Checker['check']>(() => never)
  const report = watch(quietProbes([checker('db', check, { timeout: 60_000 })]).readiness())

  await vi.advanceTimersByTimeAsync(800)

  expect(check.mock.lastCall?.[0].timeout).toBe(800)
  expect(report.value?.status).toBe('fail')
})

test('a signal that is first read after the time is over is aborted already', async () => {
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

test('a signal stays quiet when the check ended in time', async () => {
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

test('a checker that hangs and is optional leaves the probe a success within the budget', async () => {
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

test('the checks of one run start together', () => {
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

test('a checker is called as a method of its own', async () => {
  class Database {
    readonly name = 'db'
    readonly #up = true
    check() {
      return this.#up
    }
  }

  expect(await quietProbes([new Database()]).readiness()).toMatchObject({ status: 'pass' })
})

test('liveness and readiness run apart', async () => {
  const probes = quietProbes([hanging('db')], { liveness: [failing('loop')] })

  const ready = watch(get(probes, '/readyz'))
  const live = watch(get(probes, '/livez'))
  await vi.advanceTimersByTimeAsync(0)

  expect(live.value?.body).toBe('loop: check failed.')
  expect(ready.value).toBeUndefined()
})
