import { certificate } from '@readyz/certificate'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mariadb, startMariadb } from '../src/index.ts'
import { asApp, askMariadb } from './ask.ts'

describe('a running MariaDB', () => {
  let server: Mariadb
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server.close())

  test('answers over TCP and over the unix socket', async () => {
    expect(await askMariadb(server.url)).toEqual(asApp)
    const { socketPath, user, password, database } = server
    const connection = await createConnection({ socketPath, user, password, database })
    const [rows] = await connection.query('SELECT 1 AS one')
    await connection.end()
    expect(rows).toEqual([{ one: 1 }])
  })

  test('refuses a wrong password and other databases', async () => {
    const wrong = server.url.replace(server.password, 'wrong')
    await expect(askMariadb(wrong)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' })
    const other = `${server.url}2`
    await expect(askMariadb(other)).rejects.toMatchObject({ code: 'ER_DBACCESS_DENIED_ERROR' })
  })

  test('runs SQL as superuser', async () => {
    await server.sql("SET PASSWORD FOR app = PASSWORD('other')")
    await expect(askMariadb(server.url)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' })
    await server.sql(`SET PASSWORD FOR app = PASSWORD('${server.password}')`)
    expect(await askMariadb(server.url)).toEqual(asApp)
    await expect(server.sql('SELEKT')).rejects.toMatchObject({ code: 'ER_PARSE_ERROR' })
  })
})

test('MariaDB takes a certificate and settings of the test', async () => {
  const tls = await certificate()
  const server = await startMariadb({ tls, settings: { 'require-secure-transport': 'on' } })
  try {
    const { host, port, user, password } = server
    await expect(askMariadb(server.url)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' })
    const trusting = { host, port, user, password, ssl: { ca: tls.cert } }
    await (await createConnection(trusting)).end()
  } finally {
    await server.close()
  }
})

test('MariaDB has a limit of connections, beyond which SQL still runs', async () => {
  const server = await startMariadb({ maxConnections: 10 })
  const connect = () => createConnection(server.url)
  const connections = await Promise.all(Array.from({ length: 10 }, connect))
  try {
    await expect(askMariadb(server.url)).rejects.toMatchObject({ code: 'ER_CON_COUNT_ERROR' })
    await server.sql('SELECT 1')
  } finally {
    await Promise.all(connections.map((connection) => connection.end()))
    await server.close()
  }
})

test('MariaDB says which setting it refuses', async () => {
  await expect(startMariadb({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
    'no-such-setting',
  )
})
