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
  const saying = (message: string) => new Error(message)
  const coded = (properties: object) => Object.assign(new Error('foreign'), properties)

  test.each([
    ['auth', 'a wrong password of pg', coded({ code: '28P01' })],
    ['auth', 'a login that PostgreSQL does not allow', coded({ code: '28000' })],
    [
      'auth',
      'a wrong password of mysql2',
      coded({ code: 'ER_ACCESS_DENIED_ERROR', sqlState: '28000' }),
    ],
    [
      'auth',
      'no password',
      saying('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
    ],
    ['timeout', 'a connect timeout of pg', saying('timeout expired')],
    ['timeout', 'a pool timeout of pg', saying('Connection terminated due to connection timeout')],
    ['timeout', 'a query timeout of pg', saying('Query read timeout')],
    ['timeout', 'a query timeout of mysql2', coded({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' })],
    ['refused', 'one of the system', coded({ code: 'ECONNREFUSED' })],
    [
      'auth',
      'what drizzle wraps',
      new Error('Failed query: SELECT 1;', { cause: coded({ code: '28P01' }) }),
    ],
    [
      'auth',
      'what sequelize wraps',
      coded({ name: 'SequelizeError', original: coded({ code: '28P01' }) }),
    ],
    ['error', 'another error of MySQL', coded({ errno: 1049, sqlState: '42000' })],
    [
      'auth',
      'what a driver adapter of Prisma wraps',
      coded({
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
      'a kind of Prisma that hides its code',
      coded({ cause: { kind: 'DatabaseNotReachable', originalCode: '28P01' } }),
    ],
    [
      'refused',
      'a server that Prisma does not reach',
      coded({ cause: { kind: 'DatabaseNotReachable' } }),
    ],
    [
      'dns',
      'a name that Prisma does not find',
      coded({ cause: { kind: 'DatabaseNotReachable', originalCode: 'ENOTFOUND' } }),
    ],
    ['timeout', 'a timeout of Prisma', coded({ cause: { kind: 'SocketTimeout' } })],
    ['auth', 'what typeorm wraps', coded({ driverError: coded({ code: '28P01' }) })],
    ['auth', 'several in one', new AggregateError([coded({ code: '28P01' })])],
    ['error', 'anything else', coded({ code: '53300' })],
    ['error', 'a number that begins alike', coded({ code: '28' })],
    ['error', 'not an error', 'no'],
    ['error', 'nothing', undefined],
  ])('%s for %s', async (reason, _, error) => {
    expect(await reasonFor(error)).toBe(reason)
  })

  test.each([1044, 1045, 1130, 1698, 1820, 1862, 3118, 3159, 3955, 4151])(
    'auth for error %i of MySQL',
    async (errno) => {
      expect(await reasonFor(coded({ errno, sqlState: 'HY000' }))).toBe('auth')
    },
  )

  test('the one of a CheckWarning whose class has another name, as in a minified bundle', async () => {
    const warning = new CheckWarning('the replica lags.', { cause: coded({ code: '28P01' }) })
    Object.defineProperty(warning, 'name', { value: 'e' })
    const readiness = [sqlChecker(() => Promise.reject(warning))]
    const report = await createProbes({ readiness, onTransition: () => {} }).readiness()
    expect(report).toMatchObject({ status: 'warn', checks: [{ message: 'the replica lags.' }] })
  })

  test('the one it was given, if it was written for the public', async () => {
    const cause = coded({ code: '28P01' })
    const error = new CheckError('replica is late.', { code: 'invalid', cause })
    const readiness = [sqlChecker(() => Promise.reject(error))]
    const { checks } = await createProbes({ readiness, onTransition: () => {} }).readiness()
    expect(checks).toMatchObject([{ reason: 'invalid', message: 'replica is late.' }])
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
    const options = { maxAge: 0, timeoutSeconds: 0.5, onTransition: () => {} }
    return { ...createProbes({ readiness: [checker], ...options }), queries }
  }
  const account = () => ({ user: db.user, password: db.password, database: db.database })

  test('passes over PostgreSQL, and names a wrong password and a closed port', async () => {
    const { host, port } = db
    expect(await probesOf({ host, port, ...account() }).readiness()).toMatchObject({
      status: 'pass',
    })
    const wrong = await probesOf({ host, port, ...account(), password: 'no' }).readiness()
    expect(wrong.checks).toMatchObject([{ reason: 'auth' }])
    const closed = await probesOf({ ...(await refused()), ...account() }).readiness()
    expect(closed.checks).toMatchObject([{ reason: 'refused' }])
  })

  test('that hangs has one query open, and the probe after it has settled asks anew', async () => {
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
