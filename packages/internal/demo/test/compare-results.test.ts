import { expect, test } from 'vitest'
import { compareResults, type Observation, ok } from '../src/compare-results.ts'

const result = (status: number, body: string, reason?: string, milliseconds = 5) => ({
  status,
  body,
  reason,
  milliseconds,
})
const healthy: Observation = {
  liveness: result(200, 'OK'),
  readiness: result(200, 'OK'),
  page: result(200, 'You have been here once.'),
}
const expected = { readiness: ok, page: { status: 200 } }

test('compareResults returns an empty list if all results are as expected', () => {
  expect(compareResults(healthy, expected)).toEqual([])
})

test.each<[string, Partial<Observation>, readonly string[]]>([
  [
    'a failed liveness probe',
    { liveness: result(503, 'db: down') },
    ['liveness: expected status 200, got 503', 'liveness: expected body "OK", got "db: down"'],
  ],
  [
    'a probe without a response',
    { readiness: result(0, 'timeout after 5 s', undefined, 5001) },
    [
      'readiness: expected status 200, got 0',
      'readiness: expected body "OK", got "timeout after 5 s"',
      'readiness: expected a response within 5000 ms, got it after 5001 ms',
    ],
  ],
  [
    'a response after the time limit',
    { readiness: result(200, 'OK', undefined, 5000) },
    ['readiness: expected a response within 5000 ms, got it after 5000 ms'],
  ],
  ['a failed page', { page: result(500, '') }, ['page: expected status 200, got 500']],
  ['a page that was not requested', { page: undefined }, ['page: not requested']],
])('compareResults reports %s', (_, difference, expectedDifferences) => {
  expect(compareResults({ ...healthy, ...difference }, expected)).toEqual(expectedDifferences)
})

test('compareResults reports an unexpected reason', () => {
  const down = { status: 503, body: 'db: cannot connect to database.' }
  const observed = { ...healthy, readiness: { ...down, reason: 'error', milliseconds: 5 } }
  const readiness = { ...down, reason: 'refused' }
  const difference = 'readiness: expected reason "refused", got "error"'
  expect(compareResults(observed, { readiness })).toEqual([difference])
})
