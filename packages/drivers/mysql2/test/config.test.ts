import { Socket } from 'node:net'
import { certificate, invalidTls } from '@readyz/certificate'
import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { createProbes, type Probes } from '@readyz/core'
import { type MysqlServer, skipsMysql, startMariadb, startMysql } from '@readyz/servers'
import mysql2, { type ConnectionOptions, type PoolOptions } from 'mysql2'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { mysql2Checker } from '../src/index.ts'
import { type Release, releases } from './harness.ts'

let db: MysqlServer
let tls: { readonly key: string; readonly cert: string }

/** Starts a server that accepts only TLS and its Unix socket. */
function useServer(start: typeof startMysql): void {
  beforeAll(async () => {
    tls = await certificate()
    db = await start({ tls, settings: { 'require-secure-transport': 'on' } })
  })
  afterAll(() => db.close())
}

const unverified = { rejectUnauthorized: false }
const configs: readonly (readonly [string, () => PoolOptions])[] = [
  ['a uri and ssl', () => ({ uri: db.url, ssl: unverified })],
  ['ssl in the uri', () => ({ uri: `${db.url}?ssl=${JSON.stringify(unverified)}` })],
  ['ssl without verification', () => ({ ...account(), ssl: unverified })],
  ['ssl with the certificate as ca', () => ({ ...account(), ssl: { ca: tls.cert } })],
  ['the host name of the certificate', () => withHostName()],
  ['socketPath', () => ({ ...account(), socketPath: db.socketPath })],
  ['compress', () => ({ ...account(), ssl: unverified, compress: true })],
  ['rowsAsArray', () => ({ ...account(), ssl: unverified, rowsAsArray: true })],
  ['nestTables', () => ({ ...account(), ssl: unverified, nestTables: true })],
  ['namedPlaceholders', () => ({ ...account(), ssl: unverified, namedPlaceholders: true })],
  ['multipleStatements', () => ({ ...account(), ssl: unverified, multipleStatements: true })],
  ['a typeCast that throws', () => ({ ...account(), ssl: unverified, typeCast: throws })],
]

function account() {
  const { host, port, user, password, database } = db
  return { host, port, user, password, database }
}

function withHostName(): PoolOptions {
  const ssl = { ca: tls.cert, verifyIdentity: true }
  return { ...account(), host: 'localhost', ssl }
}

function throws(): never {
  throw new Error('the check called typeCast')
}

function probesOf(checker: ReturnType<typeof mysql2Checker>): Probes {
  return createProbes({
    readiness: [checker],
    maxAge: 0,
    timeoutSeconds: 5,
    onTransition: () => {},
  })
}

/** The reason of the check, or `pass`. */
async function resultOf(probes: Probes): Promise<string | undefined> {
  const { checks } = await probes.readiness()
  return checks[0]?.reason ?? checks[0]?.status
}

function testConfigs(release: Release): void {
  const connect = (config: ConnectionOptions) => {
    const connection = release.mysql2.createConnection(config)
    connection.on('error', () => {})
    onTestFinished(() => connection.destroy())
    return connection
  }

  test.each(configs)('passes for a Pool with %s', async (_, config) => {
    const pool = release.mysql2.createPool(config())
    onTestFinished(() => pool.promise().end())
    const dedicated = probesOf(mysql2Checker(pool, { mode: 'dedicated' }))
    const pooled = probesOf(mysql2Checker(pool.promise(), { mode: 'pool' }))
    expect([await resultOf(dedicated), await resultOf(pooled)]).toEqual(['pass', 'pass'])
  })

  test.each(configs)('passes for a Connection with %s', async (_, config) => {
    const connection = connect(config())
    expect(await resultOf(probesOf(mysql2Checker(connection)))).toBe('pass')
    expect(await resultOf(probesOf(mysql2Checker(connection.promise())))).toBe('pass')
  })

  test('reports a Pool without TLS as "auth"', async () => {
    const pool = release.mysql2.createPool(account())
    expect(await resultOf(probesOf(mysql2Checker(pool)))).toBe('auth')
  })

  test('reports an unknown certificate as "error"', async () => {
    const pool = release.mysql2.createPool({ ...account(), ssl: {} })
    expect(await resultOf(probesOf(mysql2Checker(pool)))).toBe('error')
  })

  test.each(Object.entries(invalidTls))(
    'a Pool with %s fails, and leaves no connection open',
    async (_, invalid) => {
      const pool = release.mysql2.createPool({ ...account(), ssl: invalid() as never })
      const probes = probesOf(mysql2Checker(pool, { mode: 'dedicated' }))
      const before = resources()
      for (let checks = 0; checks < 10; checks += 1) expect(await resultOf(probes)).toBe('error')
      await waitUntil(() => leaksSince(before) === '')
      expect(leaksSince(before)).toBe('')
    },
  )
}

describe.skipIf(skipsMysql())('with MySQL', () => {
  useServer(startMysql)
  describe.each(releases)('mysql2 $version', (release) => {
    testConfigs(release)
  })
})

describe('with MariaDB', () => {
  useServer(startMariadb)
  describe.each(releases)('mysql2 $version', (release) => {
    testConfigs(release)
  })

  test('uses the stream of the application, and destroys it after the check', async () => {
    const streams: Socket[] = []
    const stream = () => {
      const socket = new Socket().connect(db.port, db.host)
      streams.push(socket)
      return socket
    }
    const pool = mysql2.createPool({ ...account(), ssl: unverified, stream })
    const probes = probesOf(mysql2Checker(pool))
    expect(await resultOf(probes)).toBe('pass')
    db.freeze()
    const result = await resultOf(probes).finally(() => db.thaw())
    expect(result).toBe('timeout')
    expect(streams.map(({ closed }) => closed)).toEqual([true, true])
  })

  test('closes a dedicated connection with COM_QUIT, without aborting it', async () => {
    const pool = mysql2.createPool({ ...account(), ssl: unverified }).promise()
    onTestFinished(() => pool.end())
    const abortedClients = async () => {
      const [rows] = await pool.query("SHOW GLOBAL STATUS LIKE 'Aborted_clients'")
      return rows
    }
    const before = await abortedClients()
    const probes = probesOf(mysql2Checker(pool, { mode: 'dedicated' }))
    for (let probe = 0; probe < 10; probe += 1) expect(await resultOf(probes)).toBe('pass')
    expect(await abortedClients()).toEqual(before)
  })

  test('throws a TypeError for a stream that is not a function', () => {
    const stream = new Socket()
    const message = 'the `stream` option of mysql2 must be a function'
    const connection = mysql2.createConnection({ stream })
    expect(() => mysql2Checker(connection)).toThrow(message)
    expect(() => mysql2Checker(mysql2.createPool({ stream }))).toThrow(message)
  })
})
