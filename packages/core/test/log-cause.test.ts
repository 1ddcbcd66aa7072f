import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clientError, startLogging } from './log-recorder.ts'
import { forbidUnhandled } from './unhandled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
forbidUnhandled()
afterEach(() => {
  vi.useRealTimers()
})

/** Returns the cause in the log. */
async function logged(error: unknown): Promise<string> {
  const { check, probe } = startLogging()
  check.mockImplementation(async () => {
    throw error
  })
  const [line = ''] = await probe()
  return line.replace(
    /^E readyz: readiness: db fails \(\w+\): cannot connect to database\. Cause: /,
    '',
  )
}

const loginFailure = {
  kind: 'AuthenticationFailed',
  originalCode: '28P01',
  originalMessage: 'no',
}

const boom = () => {
  throw new Error('a trap')
}
const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

/** Returns the error of a raw query of Prisma 7 with a driver adapter. */
function prismaError(cause: { readonly kind: string }, rest: object = { cause }): Error {
  const driverAdapterError = Object.assign(new Error(cause.kind), rest)
  return clientError('P2010', 'raw query failed', { meta: { driverAdapterError } })
}

test.each<[string, unknown, string]>([
  ['null', null, 'null'],
  ['a string', 'no route', 'no route'],
  ['a string as the cause', new Error('outer', { cause: 'no route' }), 'outer; no route'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['an object', { dsn: 'postgres://u:p@h' }, 'unknown error'],
  ['an error without a message', new TypeError(''), 'TypeError'],
  ['a function', () => 'hunter2', 'a function'],
  [
    'an AggregateError without a message',
    Object.assign(new AggregateError([clientError('ECONNREFUSED', 'connect ::1:5432')], ''), {
      code: 'ECONNREFUSED',
    }),
    'ECONNREFUSED; ECONNREFUSED connect ::1:5432',
  ],
  [
    'an AggregateError without a code',
    new AggregateError([new Error('first'), new Error('second')]),
    'AggregateError; first',
  ],
  [
    'causes of causes',
    new Error('outer', { cause: new Error('middle', { cause: clientError('E1', 'inner') }) }),
    'outer; middle; E1 inner',
  ],
  ['a cause with the same message', new Error('same', { cause: new Error('same') }), 'same'],
  [
    'an error wrapped by sequelize',
    Object.assign(new Error('outer'), { parent: new Error('inner') }),
    'outer; inner',
  ],
  [
    'an error wrapped by typeorm',
    Object.assign(new Error('outer'), { driverError: new Error('inner') }),
    'outer; inner',
  ],
  [
    'an error wrapped by a driver adapter of Prisma',
    prismaError(loginFailure),
    'P2010 raw query failed; AuthenticationFailed; 28P01 no',
  ],
  [
    'an error of a driver adapter of Prisma without a message',
    prismaError({ kind: 'DatabaseNotReachable' }),
    'P2010 raw query failed; DatabaseNotReachable',
  ],
  [
    'a driver adapter error of Prisma without a cause',
    prismaError({ kind: 'SocketTimeout' }, { cause: undefined }),
    'P2010 raw query failed; SocketTimeout',
  ],
  [
    'a cause of Prisma that is not an error',
    Object.assign(new Error('x'), { cause: { kind: 'SocketTimeout' } }),
    'x; SocketTimeout',
  ],
  ['meta that is null', Object.assign(new Error('x'), { meta: null }), 'x'],
  [
    'a driver adapter error whose properties throw',
    Object.assign(new Error('x'), { meta: new Proxy({}, { get: boom }) }),
    'x',
  ],
  ['no cause', new Error('x', { cause: null }), 'x'],
  ['a revoked cause', new Error('x', { cause: revoked }), 'x'],
  [
    'a cause whose properties throw',
    new Error('x', { cause: new Proxy({}, { get: boom }) }),
    'x; unknown error',
  ],
  ['a list whose properties throw', new Error('x', { cause: new Proxy([], { get: boom }) }), 'x'],
  ['a name that is not a string', { name: { toString: () => 'hunter2' } }, 'unknown error'],
  ['line breaks', new Error('a\nreadyz: b\r\n\u2028c\u0000'), 'a readyz: b c'],
])('logs the cause of %s', async (_, error, text) => {
  expect(await logged(error)).toBe(text)
})

test('never logs other properties of an error', async () => {
  const error = clientError('28P01', 'login failed', {
    connectionString: 'postgres://u:hunter2@h/db',
    config: { password: 'hunter2' },
  })

  expect(await logged(error)).toBe('28P01 login failed')
})

test('logs at most 500 characters of a cause on one line', async () => {
  expect(await logged(new Error('x\n'.repeat(5000)))).toBe(`${'x '.repeat(250).slice(0, 499)}…`)
  expect(await logged(new Error('x'.repeat(500)))).toBe('x'.repeat(500))
})

test('skips getters that throw', async () => {
  const error = Object.defineProperties(new Error('x'), {
    message: { get: boom },
    code: { get: boom },
    cause: { get: boom },
  })

  expect(await logged(error)).toBe('Error')
})
