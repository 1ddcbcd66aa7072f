import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  CheckError,
  CheckWarning,
  createProbes,
  logTransitions,
  type ProbeOptions,
} from '../src/index.ts'
import { checker, never } from './checkers.ts'
import { clientError, LogRecorder, startLogging } from './log-recorder.ts'
import { forbidUnhandled } from './unhandled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
forbidUnhandled()
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

test('a line when it breaks, with the cause, and one when it recovers, with for how long', async () => {
  const { check, probe } = startLogging()
  expect(await probe()).toEqual([])
  check.mockRejectedValue(clientError('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.7:5432'))

  expect(await probe(1000)).toEqual([
    'E readyz: readiness: db fails (refused): cannot connect to database. Cause: connect ECONNREFUSED 10.0.0.7:5432',
  ])
  expect(await probe(10_000)).toEqual([])
  check.mockResolvedValue('ok')
  expect(await probe(3_645_640)).toEqual(['I readyz: readiness: db passes again after 3657.2 s'])
  expect(await probe(1000)).toEqual([])
})

test('a recovery of which nobody knows how long it took has no time', () => {
  const recorder = new LogRecorder()

  logTransitions(recorder)({ probe: 'liveness', name: 'loop', to: 'pass' })

  expect(recorder.take()).toEqual(['I readyz: liveness: loop passes again'])
})

test('what warns is logged as a warning', async () => {
  const { check, probe } = startLogging({ optional: true })
  check.mockReturnValue(false)

  expect(await probe()).toEqual([
    'W readyz: readiness: db warns (error): cannot connect to database. Cause: the check returned false',
  ])
  check.mockReturnValue(true)
  expect(await probe(200)).toEqual(['I readyz: readiness: db passes again after 1.0 s'])
})

test('a warning has its sentence and its cause', async () => {
  const { check, probe } = startLogging()
  const cause = clientError('LOAD', '12 of 10 slots')
  check.mockReturnValue(new CheckWarning('busy.', { code: 'saturated', cause }))

  expect(await probe()).toEqual([
    'W readyz: readiness: db warns (saturated): busy. Cause: LOAD 12 of 10 slots',
  ])
})

test('a timeout says for how long nothing answered', async () => {
  const { check, probe } = startLogging()
  check.mockReturnValue(never)

  expect(await probe()).toEqual([
    'E readyz: readiness: db fails (timeout): cannot connect to database. Cause: no answer within 800 ms.',
  ])
})

test('a sentence that is its own cause is said once', async () => {
  const { check, probe } = startLogging()
  check.mockRejectedValue(new CheckError('ends tomorrow.'))

  expect(await probe()).toEqual(['E readyz: readiness: db fails (error): ends tomorrow.'])
})

test.each<[string, ProbeOptions]>([
  ['by default', {}],
  ['when it is told to', { onTransition: logTransitions(console) }],
])('the log is the console %s', async (_, options) => {
  const lines = vi.spyOn(console, 'error').mockImplementation(() => {})
  const probes = createProbes({ readiness: [checker('db', () => false)], ...options })

  await probes.readiness()

  expect(lines.mock.calls).toEqual([
    ['readyz: readiness: db fails (error): check failed. Cause: the check returned false'],
  ])
})

test('a logger that rejects costs nothing, and the news goes to the console', async () => {
  const lines = vi.spyOn(console, 'error').mockImplementation(() => {})
  const recorder = new LogRecorder()
  const broken = Object.assign(recorder, { error: () => Promise.reject(new Error('disk full')) })
  const probes = createProbes({
    readiness: [checker('db', () => false)],
    onTransition: logTransitions(broken),
  })

  await probes.readiness()
  await vi.advanceTimersByTimeAsync(0)

  expect(lines.mock.calls.flat()).toContain('readyz: onTransition failed: disk full')
})

test('what is no logger is refused', () => {
  for (const logger of [undefined, null, () => {}, { error() {}, warn() {} }]) {
    expect(() => logTransitions(logger as never)).toThrow(TypeError)
  }
})
