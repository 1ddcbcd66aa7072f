import { certificate } from '@readyz/certificate'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mariadb, startMariadb } from '../src/index.ts'
import { queryMysqlServer, rowsOfApp } from './server-clients.ts'

describe('a running MariaDB server', () => {
  let server: Mariadb
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server.close())

  test('answers queries over TCP and over the Unix socket', async () => {
    expect(await queryMysqlServer(server.url)).toEqual(rowsOfApp)
    const { socketPath, user, password, database } = server
    const connection = await createConnection({ socketPath, user, password, database })
    const [rows] = await connection.query('SELECT 1 AS one')
    await connection.end()
    expect(rows).toEqual([{ one: 1 }])
  })

  test('rejects a wrong password and other databases', async () => {
    const wrong = server.url.replace(server.password, 'wrong')
    await expect(queryMysqlServer(wrong)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' })
    const other = `${server.url}2`
    await expect(queryMysqlServer(other)).rejects.toMatchObject({
      code: 'ER_DBACCESS_DENIED_ERROR',
    })
  })

  test('runs `sql` as the superuser', async () => {
    await server.sql("SET PASSWORD FOR app = PASSWORD('other')")
    await expect(queryMysqlServer(server.url)).rejects.toMatchObject({
      code: 'ER_ACCESS_DENIED_ERROR',
    })
    await server.sql(`SET PASSWORD FOR app = PASSWORD('${server.password}')`)
    expect(await queryMysqlServer(server.url)).toEqual(rowsOfApp)
    await expect(server.sql('SELEKT')).rejects.toMatchObject({ code: 'ER_PARSE_ERROR' })
  })
})

test('startMariadb accepts a certificate and settings', async () => {
  const tls = await certificate()
  const server = await startMariadb({ tls, settings: { 'require-secure-transport': 'on' } })
  try {
    const { host, port, user, password } = server
    await expect(queryMysqlServer(server.url)).rejects.toMatchObject({
      code: 'ER_ACCESS_DENIED_ERROR',
    })
    const trusting = { host, port, user, password, ssl: { ca: tls.cert } }
    await (await createConnection(trusting)).end()
  } finally {
    await server.close()
  }
})

test('MariaDB has a connection limit, and `sql` still runs when the limit is reached', async () => {
  const server = await startMariadb({ maxConnections: 10 })
  const connect = () => createConnection(server.url)
  const connections = await Promise.all(Array.from({ length: 10 }, connect))
  try {
    await expect(queryMysqlServer(server.url)).rejects.toMatchObject({ code: 'ER_CON_COUNT_ERROR' })
    await server.sql('SELECT 1')
  } finally {
    await Promise.all(connections.map((connection) => connection.end()))
    await server.close()
  }
})

test('startMariadb rejects with the name of an invalid setting', async () => {
  await expect(startMariadb({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
    'no-such-setting',
  )
})
