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

test('logs a failure with its cause once, and the recovery with the duration of the failure', async () => {
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

test('logs a recovery without a duration if the duration is unknown', () => {
  const recorder = new LogRecorder()

  logTransitions(recorder)({ probe: 'liveness', name: 'loop', to: 'pass' })

  expect(recorder.take()).toEqual(['I readyz: liveness: loop passes again'])
})

test('logs the failure of an optional checker as a warning', async () => {
  const { check, probe } = startLogging({ optional: true })
  check.mockReturnValue(false)

  expect(await probe()).toEqual([
    'W readyz: readiness: db warns (error): cannot connect to database. Cause: the check returned false',
  ])
  check.mockReturnValue(true)
  expect(await probe(200)).toEqual(['I readyz: readiness: db passes again after 1.0 s'])
})

test('logs the message and the cause of a warning', async () => {
  const { check, probe } = startLogging()
  const cause = clientError('LOAD', '12 of 10 slots')
  check.mockReturnValue(new CheckWarning('busy.', { code: 'saturated', cause }))

  expect(await probe()).toEqual([
    'W readyz: readiness: db warns (saturated): busy. Cause: LOAD 12 of 10 slots',
  ])
})

test('logs the time limit of a timeout', async () => {
  const { check, probe } = startLogging()
  check.mockReturnValue(never)

  expect(await probe()).toEqual([
    'E readyz: readiness: db fails (timeout): cannot connect to database. Cause: no answer within 800 ms.',
  ])
})

test('logs a message once if it is also the cause', async () => {
  const { check, probe } = startLogging()
  check.mockRejectedValue(new CheckError('ends tomorrow.'))

  expect(await probe()).toEqual(['E readyz: readiness: db fails (error): ends tomorrow.'])
})

test.each<[string, ProbeOptions]>([
  ['the default', {}],
  ['logTransitions(console)', { onTransition: logTransitions(console) }],
])('logs to the console with %s', async (_, options) => {
  const lines = vi.spyOn(console, 'error').mockImplementation(() => {})
  const probes = createProbes({ readiness: [checker('db', () => false)], ...options })

  await probes.readiness()

  expect(lines.mock.calls).toEqual([
    ['readyz: readiness: db fails (error): check failed. Cause: the check returned false'],
  ])
})

test('logs to the console if the logger rejects', async () => {
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

test('logTransitions throws a TypeError for an object that is not a logger', () => {
  for (const logger of [undefined, null, () => {}, { error() {}, warn() {} }]) {
    expect(() => logTransitions(logger as never)).toThrow(TypeError)
  }
})
