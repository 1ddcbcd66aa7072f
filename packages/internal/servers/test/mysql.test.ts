import { certificate } from '@readyz/certificate'
import { type ConnectionOptions, createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MysqlServer, skipsMysql, startMysql } from '../src/index.ts'
import { queryMysqlServer, rowsOfApp } from './server-clients.ts'

async function query(options: ConnectionOptions, statement: string): Promise<unknown> {
  const connection = await createConnection(options)
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement)
    return rows
  } finally {
    await connection.end()
  }
}

describe.skipIf(skipsMysql())('a running MySQL server', () => {
  let server: MysqlServer
  let tls: { readonly key: string; readonly cert: string }
  beforeAll(async () => {
    tls = await certificate()
    server = await startMysql({ tls, maxConnections: 10 })
  })
  afterAll(() => server.close())
  const account = () => {
    const { host, port, user, password, database } = server
    return { host, port, user, password, database }
  }

  test('is a MySQL server, and its account logs in with caching_sha2_password', async () => {
    const [row] = (await query(
      { socketPath: server.socketPath, user: 'root' },
      "SELECT plugin, VERSION() AS version FROM mysql.user WHERE user = 'app'",
    )) as RowDataPacket[]
    expect(row).toEqual({
      plugin: 'caching_sha2_password',
      version: expect.stringMatching(/^9\.\d+\.\d+(?!.*MariaDB)/),
    })
  })

  test.each([
    ['TCP', account],
    ['TLS', () => ({ ...account(), ssl: { ca: tls.cert } })],
    ['the Unix socket', () => ({ ...account(), socketPath: server.socketPath })],
  ])('answers over %s', async (_, options) => {
    const statement = "SELECT SUBSTRING_INDEX(USER(), '@', 1) AS name"
    expect(await query(options(), statement)).toEqual(rowsOfApp)
  })

  test('rejects a wrong password and other databases', async () => {
    const wrong = server.url.replace(server.password, 'wrong')
    await expect(queryMysqlServer(wrong)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' })
    const other = `${server.url}2`
    await expect(queryMysqlServer(other)).rejects.toMatchObject({
      code: 'ER_DBACCESS_DENIED_ERROR',
    })
  })

  test('runs `sql` as the superuser when its connection limit is reached', async () => {
    const connect = () => createConnection(server.url)
    const connections = await Promise.all(Array.from({ length: 10 }, connect))
    try {
      await expect(queryMysqlServer(server.url)).rejects.toMatchObject({
        code: 'ER_CON_COUNT_ERROR',
      })
      await server.sql('SELECT 1')
    } finally {
      await Promise.all(connections.map((connection) => connection.end()))
    }
  })

  test('keeps its port after a restart, and its committed data after a kill', async () => {
    await server.restart()
    await server.sql("CREATE USER second IDENTIFIED BY 'pw'")
    await server.kill()
    await expect(queryMysqlServer(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await server.start()
    const { host, port } = server
    const second = { host, port, user: 'second', password: 'pw' }
    expect(await query(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('answers no query while it is frozen', async () => {
    server.freeze()
    let isAnswered = false
    const answer = queryMysqlServer(server.url).finally(() => {
      isAnswered = true
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(isAnswered).toBe(false)
    server.thaw()
    expect(await answer).toEqual(rowsOfApp)
  })
})

test.skipIf(skipsMysql())('startMysql rejects with the name of an invalid setting', async () => {
  await expect(startMysql({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
    'no-such-setting',
  )
})
