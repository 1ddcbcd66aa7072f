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
let certified: { readonly key: string; readonly cert: string }

/** Starts a server that accepts only TLS and its Unix socket. */
function useServer(start: typeof startMysql): void {
  beforeAll(async () => {
    certified = await certificate()
    db = await start({ tls: certified, settings: { 'require-secure-transport': 'on' } })
  })
  afterAll(() => db.close())
}

const noLook = { rejectUnauthorized: false }
const configs: readonly (readonly [string, () => PoolOptions])[] = [
  ['a uri and ssl', () => ({ uri: db.url, ssl: noLook })],
  ['ssl in the uri', () => ({ uri: `${db.url}?ssl=${JSON.stringify(noLook)}` })],
  ['ssl that does not look', () => ({ ...account(), ssl: noLook })],
  ['ssl that knows the certificate', () => ({ ...account(), ssl: { ca: certified.cert } })],
  ['a name, as which the server is certified', () => named()],
  ['socketPath', () => ({ ...account(), socketPath: db.socketPath })],
  ['compress', () => ({ ...account(), ssl: noLook, compress: true })],
  ['rowsAsArray', () => ({ ...account(), ssl: noLook, rowsAsArray: true })],
  ['nestTables', () => ({ ...account(), ssl: noLook, nestTables: true })],
  ['namedPlaceholders', () => ({ ...account(), ssl: noLook, namedPlaceholders: true })],
  ['multipleStatements', () => ({ ...account(), ssl: noLook, multipleStatements: true })],
  ['a typeCast that throws', () => ({ ...account(), ssl: noLook, typeCast: throws })],
]

function account() {
  const { host, port, user, password, database } = db
  return { host, port, user, password, database }
}

function named(): PoolOptions {
  const ssl = { ca: certified.cert, verifyIdentity: true }
  return { ...account(), host: 'localhost', ssl }
}

function throws(): never {
  throw new Error('not the business of a probe')
}

function probesOf(checker: ReturnType<typeof mysql2Checker>): Probes {
  return createProbes({
    readiness: [checker],
    maxAge: 0,
    timeoutSeconds: 5,
    onTransition: () => {},
  })
}

async function reasonOf(probes: Probes): Promise<string | undefined> {
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
    const own = probesOf(mysql2Checker(pool, { mode: 'dedicated' }))
    const pooled = probesOf(mysql2Checker(pool.promise(), { mode: 'pool' }))
    expect([await reasonOf(own), await reasonOf(pooled)]).toEqual(['pass', 'pass'])
  })

  test.each(configs)('passes for a Connection with %s', async (_, config) => {
    const connection = connect(config())
    expect(await reasonOf(probesOf(mysql2Checker(connection)))).toBe('pass')
    expect(await reasonOf(probesOf(mysql2Checker(connection.promise())))).toBe('pass')
  })

  test('reports a Pool without TLS as "auth", and an unknown certificate as "error"', async () => {
    const plain = release.mysql2.createPool(account())
    const strict = release.mysql2.createPool({ ...account(), ssl: {} })
    const said = [await reasonOf(probesOf(mysql2Checker(plain)))]
    said.push(await reasonOf(probesOf(mysql2Checker(strict))))
    expect(said).toEqual(['auth', 'error'])
  })

  test.each(Object.entries(invalidTls))(
    'a Pool with %s fails, and leaves no connection',
    async (_, tls) => {
      const pool = release.mysql2.createPool({ ...account(), ssl: tls() as never })
      const probes = probesOf(mysql2Checker(pool, { mode: 'dedicated' }))
      const before = resources()
      for (let checks = 0; checks < 10; checks += 1) expect(await reasonOf(probes)).toBe('error')
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
    const pool = mysql2.createPool({ ...account(), ssl: noLook, stream })
    const probes = probesOf(mysql2Checker(pool))
    expect(await reasonOf(probes)).toBe('pass')
    db.freeze()
    const said = await reasonOf(probes).finally(() => db.thaw())
    expect(said).toBe('timeout')
    expect(streams.map(({ closed }) => closed)).toEqual([true, true])
  })

  test('closes a dedicated connection with COM_QUIT, so the server counts no aborted client', async () => {
    const pool = mysql2.createPool({ ...account(), ssl: noLook }).promise()
    onTestFinished(() => pool.end())
    const lost = async () => {
      const [rows] = await pool.query("SHOW GLOBAL STATUS LIKE 'Aborted_clients'")
      return rows
    }
    const before = await lost()
    const probes = probesOf(mysql2Checker(pool, { mode: 'dedicated' }))
    for (let probe = 0; probe < 10; probe += 1) expect(await reasonOf(probes)).toBe('pass')
    expect(await lost()).toEqual(before)
  })

  test('throws a TypeError for a stream that is not a function', () => {
    const stream = new Socket()
    const refusal = 'the `stream` option of mysql2 must be a function'
    const connection = mysql2.createConnection({ stream })
    expect(() => mysql2Checker(connection)).toThrow(refusal)
    expect(() => mysql2Checker(mysql2.createPool({ stream }))).toThrow(refusal)
  })
})
