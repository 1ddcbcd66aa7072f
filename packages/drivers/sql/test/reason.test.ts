import { setImmediate as nextTurn } from 'node:timers/promises'
import { refused } from '@readyz/conformance'
import { CheckError, CheckWarning, createProbes } from '@readyz/core'
import { type Postgres, startPostgres } from '@readyz/servers'
import knex from 'knex'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { sqlChecker } from '../src/index.ts'

const reasonFor = async (error: unknown) => {
  const readiness = [sqlChecker(() => Promise.reject(error))]
  const { checks } = await createProbes({ readiness, onTransition: () => {} }).readiness()
  return checks[0]?.reason
}

describe('the reason of an error is', () => {
  const withMessage = (message: string) => new Error(message)
  const errorWith = (properties: object) => Object.assign(new Error('foreign'), properties)

  test.each([
    ['auth', 'a wrong password of pg', errorWith({ code: '28P01' })],
    ['auth', 'a login that PostgreSQL does not allow', errorWith({ code: '28000' })],
    [
      'auth',
      'a wrong password of mysql2',
      errorWith({ code: 'ER_ACCESS_DENIED_ERROR', sqlState: '28000' }),
    ],
    [
      'auth',
      'a missing password of pg',
      withMessage('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
    ],
    ['timeout', 'a connect timeout of pg', withMessage('timeout expired')],
    [
      'timeout',
      'a pool timeout of pg',
      withMessage('Connection terminated due to connection timeout'),
    ],
    ['timeout', 'a query timeout of pg', withMessage('Query read timeout')],
    ['timeout', 'a query timeout of mysql2', errorWith({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' })],
    ['refused', 'a system error', errorWith({ code: 'ECONNREFUSED' })],
    [
      'auth',
      'an error that drizzle wraps',
      new Error('Failed query: SELECT 1;', { cause: errorWith({ code: '28P01' }) }),
    ],
    [
      'auth',
      'an error that sequelize wraps',
      errorWith({ name: 'SequelizeError', original: errorWith({ code: '28P01' }) }),
    ],
    ['error', 'another error of MySQL', errorWith({ errno: 1049, sqlState: '42000' })],
    [
      'auth',
      'an error that a driver adapter of Prisma wraps',
      errorWith({
        code: 'P2010',
        meta: {
          driverAdapterError: Object.assign(new Error('AuthenticationFailed'), {
            cause: { kind: 'AuthenticationFailed', originalCode: '28P01' },
          }),
        },
      }),
    ],
    [
      'auth',
      'an error of Prisma whose kind is less specific than its code',
      errorWith({ cause: { kind: 'DatabaseNotReachable', originalCode: '28P01' } }),
    ],
    [
      'refused',
      'a server that Prisma cannot connect to',
      errorWith({ cause: { kind: 'DatabaseNotReachable' } }),
    ],
    [
      'dns',
      'a name that Prisma cannot resolve',
      errorWith({ cause: { kind: 'DatabaseNotReachable', originalCode: 'ENOTFOUND' } }),
    ],
    ['timeout', 'a timeout of Prisma', errorWith({ cause: { kind: 'SocketTimeout' } })],
    [
      'auth',
      'an error that typeorm wraps',
      errorWith({ driverError: errorWith({ code: '28P01' }) }),
    ],
    [
      'auth',
      'an error that contains several errors',
      new AggregateError([errorWith({ code: '28P01' })]),
    ],
    ['error', 'another SQLSTATE', errorWith({ code: '53300' })],
    ['error', 'a code that only begins like an SQLSTATE', errorWith({ code: '28' })],
    ['error', 'a string', 'no'],
    ['error', 'undefined', undefined],
  ])('%s for %s', async (reason, _, error) => {
    expect(await reasonFor(error)).toBe(reason)
  })

  test.each([1044, 1045, 1130, 1698, 1820, 1862, 3118, 3159, 3955, 4151])(
    'auth for error %i of MySQL',
    async (errno) => {
      expect(await reasonFor(errorWith({ errno, sqlState: 'HY000' }))).toBe('auth')
    },
  )

  test('the reason of a CheckWarning, also if a bundle has renamed its class', async () => {
    const warning = new CheckWarning('the replica lags.', { cause: errorWith({ code: '28P01' }) })
    Object.defineProperty(warning, 'name', { value: 'e' })
    const readiness = [sqlChecker(() => Promise.reject(warning))]
    const report = await createProbes({ readiness, onTransition: () => {} }).readiness()
    expect(report).toMatchObject({ status: 'warn', checks: [{ message: 'the replica lags.' }] })
  })

  test('the reason of a CheckError, whatever its cause is', async () => {
    const cause = errorWith({ code: '28P01' })
    const error = new CheckError('the replica lags.', { code: 'invalid', cause })
    const readiness = [sqlChecker(() => Promise.reject(error))]
    const { checks } = await createProbes({ readiness, onTransition: () => {} }).readiness()
    expect(checks).toMatchObject([{ reason: 'invalid', message: 'the replica lags.' }])
  })
})

describe('knex', () => {
  let db: Postgres
  beforeAll(async () => {
    db = await startPostgres()
  })
  afterAll(() => db.close())

  const probesOf = (connection: object) => {
    const builder = knex({ client: 'pg', connection, pool: { min: 0 } })
    onTestFinished(() => builder.destroy())
    const queries: Promise<unknown>[] = []
    const checker = sqlChecker((statement) => {
      const query = Promise.resolve(builder.raw(statement))
      queries.push(query)
      return query
    })
    // Long enough for a check on a busy machine. One test waits for it.
    const options = { maxAge: 0, timeoutSeconds: 5, onTransition: () => {} }
    return { ...createProbes({ readiness: [checker], ...options }), queries }
  }
  const account = () => ({ user: db.user, password: db.password, database: db.database })

  test('passes with PostgreSQL, and fails with "auth" and "refused"', async () => {
    const { host, port } = db
    expect(await probesOf({ host, port, ...account() }).readiness()).toMatchObject({
      status: 'pass',
    })
    const wrong = await probesOf({ host, port, ...account(), password: 'no' }).readiness()
    expect(wrong.checks).toMatchObject([{ reason: 'auth' }])
    const closed = await probesOf({ ...(await refused()), ...account() }).readiness()
    expect(closed.checks).toMatchObject([{ reason: 'refused' }])
  })

  test('has one open query while PostgreSQL is frozen, and passes after it settles', async () => {
    const { host, port } = db
    const probes = probesOf({ host, port, ...account() })
    await probes.readiness()
    db.freeze()
    expect((await probes.readiness()).checks).toMatchObject([{ reason: 'timeout' }])
    expect((await probes.readiness()).checks).toMatchObject([{ reason: 'hung' }])
    db.thaw()
    await Promise.all(probes.queries)
    await nextTurn()
    expect(probes.queries).toHaveLength(2)
    expect(await probes.readiness()).toMatchObject({ status: 'pass' })
  })
})
