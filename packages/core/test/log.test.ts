import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  CheckError,
  CheckWarning,
  createProbes,
  logTransitions,
  type ProbeOptions,
} from '../src/index.ts'
import { checker, never } from './checkers.ts'
import { forbidUnhandled } from './unhandled.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
forbidUnhandled()
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

class Journal {
  readonly #lines: string[] = []
  error(message: string) {
    this.#lines.push(`E ${message}`)
  }
  warn(message: string) {
    this.#lines.push(`W ${message}`)
  }
  info(message: string) {
    this.#lines.push(`I ${message}`)
  }
  take() {
    return this.#lines.splice(0)
  }
}

const failure = 'cannot connect to database.'

function startLogging(options: { optional?: boolean } = {}) {
  const journal = new Journal()
  const check = vi.fn<() => unknown>()
  const probes = createProbes({
    readiness: [checker('db', check, { failure, ...options })],
    maxAge: 0,
    onTransition: logTransitions(journal),
  })
  const probe = async (after = 0) => {
    await vi.advanceTimersByTimeAsync(after)
    const report = probes.readiness()
    await vi.advanceTimersByTimeAsync(800)
    await report
    return journal.take()
  }
  return { check, probe }
}

/** The cause as the log has it. */
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

/** The error of a raw query of Prisma 7 with a driver adapter. */
function prismaError(cause: { readonly kind: string }, rest: object = { cause }): Error {
  const driverAdapterError = Object.assign(new Error(cause.kind), rest)
  return clientError('P2010', 'raw query failed', { meta: { driverAdapterError } })
}

function clientError(code: string, message: string, rest: object = {}): Error {
  return Object.assign(new Error(message), { code, ...rest })
}

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
  const journal = new Journal()

  logTransitions(journal)({ probe: 'liveness', name: 'loop', to: 'pass' })

  expect(journal.take()).toEqual(['I readyz: liveness: loop passes again'])
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

test.each<[string, unknown, string]>([
  ['null', null, 'null'],
  ['a string', 'no route', 'no route'],
  ['words as the cause', new Error('outer', { cause: 'no route' }), 'outer; no route'],
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
  ['a cause that says the same', new Error('same', { cause: new Error('same') }), 'same'],
  [
    'what sequelize wraps',
    Object.assign(new Error('outer'), { parent: new Error('inner') }),
    'outer; inner',
  ],
  [
    'what typeorm wraps',
    Object.assign(new Error('outer'), { driverError: new Error('inner') }),
    'outer; inner',
  ],
  [
    'what a driver adapter of Prisma wraps',
    prismaError(loginFailure),
    'P2010 raw query failed; AuthenticationFailed; 28P01 no',
  ],
  [
    'what a driver adapter of Prisma reports without a message',
    prismaError({ kind: 'DatabaseNotReachable' }),
    'P2010 raw query failed; DatabaseNotReachable',
  ],
  [
    'a driver adapter error of Prisma without a cause',
    prismaError({ kind: 'SocketTimeout' }, { cause: undefined }),
    'P2010 raw query failed; SocketTimeout',
  ],
  [
    'a cause of Prisma that is no error',
    Object.assign(new Error('x'), { cause: { kind: 'SocketTimeout' } }),
    'x; SocketTimeout',
  ],
  ['meta that is nothing', Object.assign(new Error('x'), { meta: null }), 'x'],
  [
    'a driver adapter error that cannot be read',
    Object.assign(new Error('x'), { meta: new Proxy({}, { get: boom }) }),
    'x',
  ],
  ['no cause', new Error('x', { cause: null }), 'x'],
  ['a revoked cause', new Error('x', { cause: revoked }), 'x'],
  [
    'a cause that cannot be read',
    new Error('x', { cause: new Proxy({}, { get: boom }) }),
    'x; unknown error',
  ],
  ['a list that cannot be read', new Error('x', { cause: new Proxy([], { get: boom }) }), 'x'],
  ['a name that is no text', { name: { toString: () => 'hunter2' } }, 'unknown error'],
  ['line breaks', new Error('a\nreadyz: b\r\n\u2028c\u0000'), 'a readyz: b c'],
])('the cause of %s', async (_, error, text) => {
  expect(await logged(error)).toBe(text)
})

test('properties of an error are never logged', async () => {
  const error = clientError('28P01', 'login failed', {
    connectionString: 'postgres://u:hunter2@h/db',
    config: { password: 'hunter2' },
  })

  expect(await logged(error)).toBe('28P01 login failed')
})

test('a cause has at most 500 characters on one line', async () => {
  expect(await logged(new Error('x\n'.repeat(5000)))).toBe(`${'x '.repeat(250).slice(0, 499)}…`)
  expect(await logged(new Error('x'.repeat(500)))).toBe('x'.repeat(500))
})

test('getters that throw are skipped', async () => {
  const error = Object.defineProperties(new Error('x'), {
    message: { get: boom },
    code: { get: boom },
    cause: { get: boom },
  })

  expect(await logged(error)).toBe('Error')
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
  const journal = new Journal()
  const broken = Object.assign(journal, { error: () => Promise.reject(new Error('disk full')) })
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
