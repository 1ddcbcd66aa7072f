import { expect, test } from 'vitest'
import { judge, type Observation, ok } from '../src/judge.ts'

const answer = (status: number, body: string, reason?: string, milliseconds = 5) => ({
  status,
  body,
  reason,
  milliseconds,
})
const healthy: Observation = {
  liveness: answer(200, 'OK'),
  readiness: answer(200, 'OK'),
  page: answer(200, 'You have been here once.'),
}
const expected = { readiness: ok, page: { status: 200 } }

test('what is as it should be is not complained of', () => {
  expect(judge(healthy, expected)).toEqual([])
})

test.each<[string, Partial<Observation>, readonly string[]]>([
  [
    'a liveness that looks at the database',
    { liveness: answer(503, 'db: down') },
    ['liveness: expected status 200, got 503', 'liveness: expected body "OK", got "db: down"'],
  ],
  [
    'a probe that nobody answered',
    { readiness: answer(0, 'none within 5 s', undefined, 5001) },
    [
      'readiness: expected status 200, got 0',
      'readiness: expected body "OK", got "none within 5 s"',
      'readiness: expected an answer within 5000 ms, got it after 5001 ms',
    ],
  ],
  [
    'an answer that comes too late',
    { readiness: answer(200, 'OK', undefined, 5000) },
    ['readiness: expected an answer within 5000 ms, got it after 5000 ms'],
  ],
  ['a page that fails', { page: answer(500, '') }, ['page: expected status 200, got 500']],
  ['a page that was not visited', { page: undefined }, ['page: nobody asked']],
])('%s is complained of', (_, difference, complaints) => {
  expect(judge({ ...healthy, ...difference }, expected)).toEqual(complaints)
})

test('a wrong reason is complained of', () => {
  const down = { status: 503, body: 'db: cannot connect to database.' }
  const seen = { ...healthy, readiness: { ...down, reason: 'error', milliseconds: 5 } }
  const readiness = { ...down, reason: 'refused' }
  const complaint = 'readiness: expected reason "refused", got "error"'
  expect(judge(seen, { readiness })).toEqual([complaint])
})
