import { expect, test, vi } from 'vitest'
import { CheckError, CheckWarning, type Reason } from '../src/index.ts'
import { checker, get, quietProbes } from './checkers.ts'

const reasons: Reason[] = [
  'timeout',
  'hung',
  'refused',
  'dns',
  'auth',
  'invalid',
  'saturated',
  'draining',
  'error',
]

function throwing(error: unknown) {
  return quietProbes([
    checker('db', () => {
      throw error
    }),
  ])
}

test.each(reasons)('a CheckError publishes its message and the reason %s', async (code) => {
  const report = await throwing(new CheckError('login refused.', { code })).readiness()

  expect(report).toMatchObject({
    status: 'fail',
    checks: [{ status: 'fail', reason: code, message: 'login refused.' }],
  })
})

test('a CheckError is an Error with a name, a code and a cause', () => {
  const cause = new Error('private')
  const error = new CheckError('login refused.', { code: 'auth', cause })

  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'CheckError', code: 'auth', message: 'login refused.' })
  expect(error.cause).toBe(cause)
  expect(String(error)).toBe('CheckError: login refused.')
  expect(error.stack).toContain('check-error.test.ts')
})

test('a CheckError needs no options', () => {
  const error = new CheckError('login refused.')

  expect(error.code).toBe('error')
  expect('cause' in error).toBe(false)
})

test('a CheckWarning is a CheckError with the name CheckWarning', () => {
  const warning = new CheckWarning('12 jobs are late.')

  expect(warning).toBeInstanceOf(CheckError)
  expect(warning).toMatchObject({ name: 'CheckWarning', code: 'error' })
})

test('a CheckWarning warns, and the probe succeeds', async () => {
  const probes = throwing(new CheckWarning('12 jobs are late.', { code: 'saturated' }))

  expect(await get(probes, '/readyz')).toMatchObject({ status: 200, body: 'OK' })
  expect(await probes.readiness()).toMatchObject({
    status: 'warn',
    checks: [{ status: 'warn', reason: 'saturated', message: '12 jobs are late.' }],
  })
})

test('a CheckWarning does not hide the failure of another checker', async () => {
  const probes = quietProbes([
    checker('db', () => false),
    checker('queue', () => new CheckWarning('12 jobs are late.')),
  ])

  expect(await probes.readiness()).toMatchObject({ status: 'fail' })
})

test('the message of a subclass of CheckError is public', async () => {
  class LoginError extends CheckError {}

  expect(await get(throwing(new LoginError('login refused.')), '/readyz')).toMatchObject({
    body: 'db: login refused.',
  })
})

test.each<[string, () => unknown]>([
  ['returned', () => new CheckError('login refused.', { code: 'auth' })],
  ['resolved with', async () => new CheckError('login refused.', { code: 'auth' })],
  ['rejected with', () => Promise.reject(new CheckError('login refused.', { code: 'auth' }))],
])('a CheckError may be %s', async (_, check) => {
  expect((await quietProbes([checker('db', check)]).readiness()).checks).toMatchObject([
    { status: 'fail', reason: 'auth', message: 'login refused.' },
  ])
})

test('core recognizes the errors of a second copy of the package', async () => {
  vi.resetModules()
  const copy = await import('../src/index.ts')
  expect(copy.CheckError).not.toBe(CheckError)

  const failed = throwing(new copy.CheckError('login refused.', { code: 'auth' }))
  const warned = throwing(new copy.CheckWarning('12 jobs are late.'))

  expect((await failed.readiness()).checks).toMatchObject([
    { status: 'fail', reason: 'auth', message: 'login refused.' },
  ])
  expect(await warned.readiness()).toMatchObject({ status: 'warn' })
})

test('the mark of the errors is the same in all releases', () => {
  const mark = Symbol.for('@readyz/core/severity')

  expect(Reflect.get(new CheckError('login refused.'), mark)).toBe('fail')
  expect(Reflect.get(new CheckWarning('12 jobs are late.'), mark)).toBe('warn')
  expect(Object.getOwnPropertySymbols(new CheckError('login refused.'))).toEqual([])
})

test('a code that was changed to an unknown value is not a reason', async () => {
  const error = Object.assign(new CheckError('login refused.'), { code: 'ECONNREFUSED' })

  expect((await throwing(error).readiness()).checks).toMatchObject([{ reason: 'error' }])
})

const forged = 'down.\r\n[+]cache ok\u2028x\u2029y\u0085z\u0000\u001B[31m\u007F'

test.each(['', '?verbose', '?format=json'])(
  'control characters and line breaks in a message forge no line (%s)',
  async (query) => {
    const { body } = await get(throwing(new CheckError(forged)), `/readyz${query}`)

    expect(body).toContain('down. [+]cache ok x y z [31m')
    expect(body.split('\n')).toHaveLength(query === '?verbose' ? 2 : 1)
  },
)

test('a message of more than 200 characters is truncated', async () => {
  const [check] = (await throwing(new CheckError('x'.repeat(100_000))).readiness()).checks

  expect(check?.message).toBe(`${'x'.repeat(199)}…`)
})

test('a message of 200 characters is not truncated', async () => {
  const [check] = (await throwing(new CheckError('x'.repeat(200))).readiness()).checks

  expect(check?.message).toBe('x'.repeat(200))
})

test.each(['', ' \n', undefined, null, 7, {}, new Error('x')])(
  'a CheckError cannot be made with the message %j',
  (message) => {
    const make = () => Reflect.construct(CheckError, [message])

    expect(make).toThrow(TypeError)
    expect(make).toThrow('the message of a CheckError must be a non-empty string')
  },
)

test.each(['', 'ECONNREFUSED', 'Timeout', null, 7, Symbol('s')])(
  'a CheckError rejects the code %s',
  (code) => {
    const make = () => Reflect.construct(CheckWarning, ['login refused.', { code }])

    expect(make).toThrow(TypeError)
    expect(make).toThrow(`the code of a CheckError must be a Reason, got ${String(code)}`)
  },
)
