import { expect, test } from 'vitest'
import { CheckError, CheckWarning, type Transition } from '../src/index.ts'
import { checker, get, quietProbes } from './checkers.ts'

const secret = 'postgres://admin:hunter2@10.0.0.7/app'
const failure = 'cannot connect to database.'

function relabel(name: string): Error {
  return Object.defineProperty(new Error(secret), 'name', { value: name })
}

class ForeignCheckError extends Error {
  override readonly name = 'CheckError'
  readonly code = 'refused'
  readonly severity = 'fail'
}

/** Errors that a driver or a client may throw, and the public message for each. */
const errors: [what: string, error: unknown, published: string][] = [
  ['the message', new Error(secret), failure],
  ['a string', secret, failure],
  ['the cause', new Error('x', { cause: new Error(secret) }), failure],
  ['the cause as a string', new Error('x', { cause: secret }), failure],
  ['an AggregateError', new AggregateError([new Error(secret)], secret), failure],
  ['properties', Object.assign(new Error('x'), { password: secret, sql: [secret] }), failure],
  ['the name', relabel(secret), failure],
  ['the code', Object.assign(new Error('x'), { code: secret }), failure],
  ['an error that says expose', Object.assign(new Error(secret), { expose: true }), failure],
  ['an error with one of our codes', Object.assign(new Error(secret), { code: 'auth' }), failure],
  ['an error with our name', relabel('CheckError'), failure],
  ['an error of a class that resembles CheckError', new ForeignCheckError(secret), failure],
  [
    'an error with the properties of a CheckError',
    Object.assign(new Error(secret), new CheckError('public.', { code: 'refused' })),
    failure,
  ],
  [
    'a copy of a CheckError',
    Object.assign({}, new CheckError('public.'), { name: 'CheckError', message: secret }),
    failure,
  ],
  [
    'an object with all properties of a CheckError',
    { name: 'CheckError', message: secret, code: 'refused', status: 'fail', severity: 'fail' },
    failure,
  ],
  ['the cause of a CheckError', new CheckError('public.', { cause: new Error(secret) }), 'public.'],
  ['the cause of a warning', new CheckWarning('public.', { cause: secret }), 'public.'],
  ['a property of a CheckError', Object.assign(new CheckError('public.'), { secret }), 'public.'],
  [
    'the code of a CheckError',
    Object.assign(new CheckError('public.'), { code: secret }),
    'public.',
  ],
  [
    'the name of a CheckError',
    Object.assign(new CheckError('public.'), { name: secret }),
    'public.',
  ],
]

test.each(errors)('a secret in %s reaches only the listener', async (_, error, published) => {
  const transitions: Transition[] = []
  const check = () => {
    throw error
  }
  const probes = quietProbes([checker('db', check, { failure })], {
    onTransition: (transition) => transitions.push(transition),
  })

  const answers = await Promise.all([
    get(probes, '/readyz'),
    get(probes, '/readyz?verbose'),
    get(probes, '/readyz?format=json'),
    get(probes, '/readyz', 'application/json'),
  ])
  const report = await probes.readiness()
  const seen = JSON.stringify([answers, report, probes.describe()])

  expect(seen).not.toContain('hunter2')
  expect(report.checks).toMatchObject([{ message: published }])
  expect(transitions).toHaveLength(1)
  expect(transitions[0]?.cause).toBe(error)
})

const always = ['name', 'status', 'durationMs', 'checkedAt', 'since']

test.each<[string, unknown, string[]]>([
  ['a pass', 'ok', always],
  ['a failure', new Error(secret), [...always, 'reason', 'message']],
  ['a warning', new CheckWarning('public.'), [...always, 'reason', 'message']],
])('the result of %s has only the public properties', async (_, value, properties) => {
  const { checks } = await quietProbes([checker('db', () => value)]).readiness()

  expect(checks.map((check) => Object.keys(check))).toEqual([properties])
})
