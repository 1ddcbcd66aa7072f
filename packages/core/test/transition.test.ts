import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  CheckError,
  CheckWarning,
  type Probes,
  type Report,
  type Transition,
} from '../src/index.ts'
import { checker, defer, get, hanging, never, passing, quietProbes } from './checkers.ts'
import { forbidUnhandled } from './unhandled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
forbidUnhandled()
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Probes one checker, whose behaviour the test changes, and collects the transitions. */
function startListening(options: { optional?: boolean } = {}) {
  const transitions: Transition[] = []
  const check = vi.fn<() => unknown>()
  const probes = quietProbes([passing('web'), checker('db', check, options)], {
    maxAge: 0,
    onTransition: (transition) => transitions.push(transition),
  })
  /** Sends a probe after some time. Returns the transitions since the last call. */
  const probe = async (after = 0) => {
    await vi.advanceTimersByTimeAsync(after)
    const report = probes.readiness()
    await vi.advanceTimersByTimeAsync(800)
    await report
    return transitions.splice(0)
  }
  return { check, probe }
}

test('onTransition is not called for a first check that passes', async () => {
  const { probe } = startListening()

  expect(await probe()).toEqual([])
})

test('onTransition is called for a first check that fails, without a previous status', async () => {
  const { check, probe } = startListening()
  const cause = new Error('connect ECONNREFUSED 10.0.0.7:5432')
  check.mockRejectedValue(cause)

  const transitions = await probe()

  expect(transitions).toEqual([
    {
      probe: 'readiness',
      name: 'db',
      to: 'fail',
      reason: 'error',
      message: 'check failed.',
      cause,
    },
  ])
  expect(transitions[0]?.cause).toBe(cause)
  expect(Object.isFrozen(transitions[0])).toBe(true)
})

test('onTransition is called for a first check that warns', async () => {
  const { check, probe } = startListening()
  check.mockReturnValue(new CheckWarning('12 jobs are late.', { code: 'saturated' }))

  expect(await probe()).toMatchObject([
    { to: 'warn', reason: 'saturated', message: '12 jobs are late.' },
  ])
})

test('onTransition is not called while the status does not change', async () => {
  const { check, probe } = startListening()
  expect(await probe()).toEqual([])
  expect(await probe(10_000)).toEqual([])
  check.mockReturnValue(false)
  expect(await probe(10_000)).toHaveLength(1)
  check.mockReturnValue(new CheckError('another reason.', { code: 'auth' }))
  expect(await probe(10_000)).toEqual([])
  check.mockReturnValue(never)
  expect(await probe(10_000)).toEqual([])
  expect(await probe(1000)).toEqual([])
})

test('onTransition is called once for each change, with the duration of the previous status', async () => {
  const { check, probe } = startListening()
  await probe()
  check.mockReturnValue(false)
  expect(await probe(10_000)).toMatchObject([
    { from: 'pass', to: 'fail', lastedMs: 10_800, cause: { message: 'the check returned false' } },
  ])
  await probe(10_000)
  check.mockReturnValue(true)

  expect(await probe(10_000)).toStrictEqual([
    { probe: 'readiness', name: 'db', from: 'fail', to: 'pass', lastedMs: 21_600 },
  ])
  check.mockReturnValue(new CheckWarning('slow.'))
  expect(await probe()).toMatchObject([{ from: 'pass', to: 'warn', lastedMs: 800 }])
  check.mockReturnValue(false)
  expect(await probe()).toMatchObject([{ from: 'warn', to: 'fail', lastedMs: 800 }])
})

test('the status of an optional checker changes from pass to warn', async () => {
  const { check, probe } = startListening({ optional: true })
  await probe()
  check.mockReturnValue(false)

  expect(await probe()).toMatchObject([{ from: 'pass', to: 'warn', reason: 'error' }])
})

test('the transition of a timeout has no cause', async () => {
  const { check, probe } = startListening()
  check.mockReturnValue(never)

  const transitions = await probe()

  expect(transitions).toMatchObject([{ to: 'fail', reason: 'timeout' }])
  expect(transitions[0]).not.toHaveProperty('cause')
})

test('onTransition is called in the order of the checkers after the run has ended', async () => {
  const transitions: string[] = []
  const gate = defer()
  const probes = quietProbes(
    [checker('slow', () => gate.promise), checker('b', () => false), checker('a', () => false)],
    { onTransition: ({ name }) => transitions.push(name) },
  )

  const report = probes.readiness()
  await vi.advanceTimersByTimeAsync(100)
  expect(transitions).toEqual([])
  gate.reject(null)
  await report

  expect(transitions).toEqual(['slow', 'b', 'a'])
})

test('onTransition is not called for a reused result', async () => {
  const onTransition = vi.fn<() => void>()
  const probes = quietProbes([checker('mail', () => false, { maxAge: 60_000 }), passing('db')], {
    maxAge: 0,
    onTransition,
  })

  await probes.readiness()
  await probes.readiness()

  expect(onTransition).toHaveBeenCalledTimes(1)
})

test('the transition of a liveness checker names liveness', async () => {
  const onTransition = vi.fn<(transition: Transition) => void>()
  const probes = quietProbes([], { liveness: [checker('loop', () => false)], onTransition })

  await probes.liveness()

  expect(onTransition.mock.lastCall).toMatchObject([{ probe: 'liveness', name: 'loop' }])
})

test('onTransition is called for a timeout after the probes were answered', async () => {
  const onTransition = vi.fn<(transition: Transition) => void>()
  const answer = get(quietProbes([hanging('db')], { onTransition }), '/readyz')

  await vi.advanceTimersByTimeAsync(800)

  expect((await answer).status).toBe(503)
  expect(onTransition).toHaveBeenCalledTimes(1)
})

const line = 'readyz: readiness: db fails (error): check failed. Cause: the check returned false'

test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new Error('disk full')
    },
  ],
  ['rejects', async () => Promise.reject(new Error('disk full'))],
])('the transition goes to the console if the listener %s', async (_, listener) => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const onTransition = vi.fn<() => void>(listener)
  const probes = quietProbes([checker('db', () => false), checker('cache', () => false)], {
    onTransition,
  })

  expect((await probes.readiness()).checks).toMatchObject([{ name: 'db' }, { name: 'cache' }])
  await vi.advanceTimersByTimeAsync(0)

  expect(onTransition).toHaveBeenCalledTimes(2)
  expect(logged.mock.calls.flat().toSorted((a, b) => a.localeCompare(b))).toEqual([
    'readyz: onTransition failed: disk full',
    'readyz: onTransition failed: disk full',
    line.replace('db', 'cache'),
    line,
  ])
})

test('the probe is answered if the listener and the console throw', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {
    throw new Error('broken pipe')
  })
  const probes = quietProbes([checker('db', () => false)], {
    onTransition: () => {
      throw new Error('disk full')
    },
  })

  expect(await probes.readiness()).toMatchObject({ status: 'fail' })
})

test('a probe from a listener is answered with the run that the listener is notified of', async () => {
  const transitions: string[] = []
  const reports: Promise<Report>[] = []
  let isUp = true
  // Every run would change the status, so a run for each notification would never end.
  const check = vi.fn<() => unknown>(() => {
    isUp = !isUp
    return isUp
  })
  const probes: Probes = quietProbes([checker('a', check), checker('b', () => false)], {
    maxAge: 0,
    onTransition: ({ name, to }) => {
      transitions.push(`${name} ${to}`)
      reports.push(probes.readiness())
    },
  })
  const report = await probes.readiness()

  expect(transitions).toEqual(['a fail', 'b fail'])
  expect(await Promise.all(reports)).toEqual([report, report])
  expect(check).toHaveBeenCalledTimes(1)
  expect(await probes.readiness()).toMatchObject({ checks: [{ status: 'pass' }, {}] })
})

test('the duration of a status does not depend on the calendar', async () => {
  const { check, probe } = startListening()
  check.mockReturnValue(false)
  await probe()
  vi.setSystemTime(0)
  check.mockReturnValue(true)
  expect(await probe(5000)).toMatchObject([{ to: 'pass', lastedMs: 5800 }])
})
