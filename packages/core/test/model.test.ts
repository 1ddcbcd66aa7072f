import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  type Checker,
  CheckWarning,
  createProbes,
  logTransitions,
  type Report,
} from '../src/index.ts'
import { checker, never } from './checkers.ts'
import { type Behaviour, createModel, type Plan, type Run } from './model.ts'
import { forbidUnhandled } from './unhandled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
forbidUnhandled()
afterEach(() => {
  vi.useRealTimers()
})

const silent = { error: () => {}, warn: () => {}, info: () => {} }
const onTransition = logTransitions(silent)
const budget = 800

// No two events have the same time: checks end at 5, 15, 25 …, and all other events are at 0, 10,
// 20 …
const tens = (most: number) => fc.integer({ min: 0, max: most / 10 }).map((n) => n * 10)
const delay = fc.oneof(
  fc.constant(0),
  tens(1500).map((n) => n + 5),
  tens(30_000).map((n) => n + 5),
  fc.constant(Infinity),
)
const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  kind: fc.constantFrom('pass', 'warn', 'fail'),
  after: delay,
})
const plan: fc.Arbitrary<Plan> = fc.record({
  timeout: fc.oneof(
    fc.constant(budget),
    tens(budget - 10).map((n) => n + 10),
  ),
  maxAge: fc.oneof(fc.constant(0), fc.constant(500), tens(5000), tens(60_000)),
  optional: fc.boolean(),
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 4 }),
})

function settle(kind: Behaviour['kind']): unknown {
  if (kind === 'fail') throw new Error('down')
  return kind === 'pass' ? undefined : new CheckWarning('slow.')
}

async function settleLater({ kind, after }: Behaviour): Promise<unknown> {
  await (after === Infinity ? never : new Promise((resolve) => setTimeout(resolve, after)))
  return settle(kind)
}

function play(name: string, { behaviours, ...options }: Plan, onCheck: () => number): Checker {
  const check = () => {
    const next = behaviours[onCheck() % behaviours.length] ?? { kind: 'pass', after: 0 }
    return next.after === 0 ? settle(next.kind) : settleLater(next)
  }
  return checker(name, check, options)
}

test('core runs, shares, reuses and abandons checks as the model does, for any sequence of probes', async () => {
  const plans = fc.array(plan, { minLength: 1, maxLength: 4 })
  const waits = fc.array(fc.oneof(tens(400), tens(2000), tens(20_000)), {
    minLength: 1,
    maxLength: 25,
  })
  const property = fc.asyncProperty(plans, waits, async (all, pauses) => {
    const started = all.map(() => 0)
    const readiness = all.map((each, index) =>
      play(`checker ${index}`, each, () => {
        started[index] = (started[index] ?? 0) + 1
        return started[index] - 1
      }),
    )
    const probes = createProbes({ readiness, onTransition })
    const model = createModel(all)
    const expected: { at: number; run: Run }[] = []
    const seen: { at: number; report: Report }[] = []

    for (const [index, pause] of pauses.entries()) {
      await vi.advanceTimersByTimeAsync(pause)
      const run = model.probe(performance.now())
      expected.push({ at: Math.max(performance.now(), run.endsAt), run })
      void probes.readiness().then((report) => {
        seen[index] = { at: performance.now(), report }
      })
    }
    await vi.advanceTimersByTimeAsync(budget)

    const outcomes = ({ checks }: Report) =>
      checks.map(({ status, reason }) => ({ status, reason }))
    expect(seen.map(({ at, report }) => ({ at, checks: outcomes(report) }))).toEqual(
      expected.map(({ at, run }) => ({ at, checks: run.checks })),
    )
    expect(started).toEqual(model.started())
    // The report object is the same if and only if the run was shared or reused.
    const reports = seen.map(({ report }) => report)
    const runs = expected.map(({ run }) => run)
    expect(reports.map((each) => reports.indexOf(each))).toEqual(
      runs.map((each) => runs.indexOf(each)),
    )
    vi.clearAllTimers()
  })
  await fc.assert(property, { numRuns: 500 })
})

const odd = fc.record({
  how: fc.constantFrom('return', 'throw', 'resolve', 'reject', 'hang'),
  value: fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
  after: fc.option(fc.integer({ min: 1, max: 2000 })),
  timeout: fc.integer({ min: 1, max: 2000 }),
  optional: fc.boolean(),
})

test('every report arrives within the budget, lists all checkers in order, and has the worst status', async () => {
  const property = fc.asyncProperty(fc.array(odd, { maxLength: 8 }), async (all) => {
    const readiness = all.map(({ how, value, after, ...options }, index) => {
      const check = () => {
        if (how === 'return') return value
        if (how === 'throw') throw value
        if (how === 'hang') return never
        return new Promise((resolve, reject) => {
          const settlePromise = how === 'resolve' ? resolve : reject
          if (after === null) settlePromise(value)
          else setTimeout(settlePromise, after, value)
        })
      }
      return checker(`checker ${index}`, check, options)
    })
    const probes = createProbes({ readiness, onTransition })
    const startedAt = performance.now()
    let answeredAt = Infinity

    const answer = probes.readiness().finally(() => {
      answeredAt = performance.now()
    })
    await vi.advanceTimersByTimeAsync(2000)

    const statuses = all.map(({ how, value, after, timeout, optional }) => {
      const late =
        how === 'hang' ||
        ((how === 'resolve' || how === 'reject') && (after ?? 0) > Math.min(timeout, budget))
      const good = (how === 'return' || how === 'resolve') && value !== false
      if (good && !late) return 'pass'
      return optional ? 'warn' : 'fail'
    })
    const worst = ['fail', 'warn'].find((status) => statuses.some((each) => each === status))
    expect(answeredAt).toBeLessThanOrEqual(startedAt + budget)
    expect(await answer).toMatchObject({
      status: worst ?? 'pass',
      checks: statuses.map((status, index) => ({ name: `checker ${index}`, status })),
    })
    expect(vi.getTimerCount()).toBe(0)
  })
  await fc.assert(property, { numRuns: 500 })
})

test('checkers that block the event loop briefly delay the report only by that time', async () => {
  vi.useRealTimers()
  const block = (milliseconds: number) => {
    const end = performance.now() + milliseconds
    while (performance.now() < end);
  }
  const moments = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 })
  const property = fc.asyncProperty(moments, async (blocks) => {
    const readiness = blocks.map((each, index) => checker(`checker ${index}`, () => block(each)))
    const probes = createProbes({
      readiness: [...readiness, checker('hung', () => never), checker('last', async () => {})],
      onTransition,
      timeoutSeconds: 0.1,
    })
    const startedAt = performance.now()

    const report = await probes.readiness()

    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(report.checks.map(({ status }) => status)).toEqual([
      ...blocks.map(() => 'pass'),
      'fail',
      'pass',
    ])
  })
  await fc.assert(property, { numRuns: 10 })
})
