import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../src/index.ts'
import { queryPostgres, rowsOfApp } from './server-clients.ts'

describe('a running PostgreSQL server', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.close())

  const bySocket = () => ({
    host: postgres.directory,
    port: postgres.port,
    user: postgres.user,
    database: postgres.database,
    password: postgres.password,
  })

  test('answers queries over TCP and over the Unix socket', async () => {
    expect(await queryPostgres(postgres.url)).toEqual(rowsOfApp)
    expect(await queryPostgres(bySocket())).toEqual(rowsOfApp)
  })

  test('rejects a wrong password over TCP and over the Unix socket', async () => {
    const wrong = { password: 'wrong' }
    const refusal = { code: '28P01' }
    await expect(queryPostgres({ ...bySocket(), ...wrong })).rejects.toMatchObject(refusal)
    await expect(
      queryPostgres({ ...bySocket(), ...wrong, host: postgres.host }),
    ).rejects.toMatchObject(refusal)
  })

  test('runs `sql` as the superuser', async () => {
    await postgres.sql("ALTER ROLE app PASSWORD 'other'")
    await expect(queryPostgres(postgres.url)).rejects.toMatchObject({ code: '28P01' })
    await postgres.sql(`ALTER ROLE app PASSWORD '${postgres.password}'`)
    expect(await queryPostgres(postgres.url)).toEqual(rowsOfApp)
    await expect(postgres.sql('SELEKT')).rejects.toMatchObject({ code: '42601' })
  })

  test('answers neither open nor new connections while it is frozen, and both after thaw()', async () => {
    const connected = new Client(postgres.url)
    await connected.connect()
    postgres.freeze()
    const answer = connected.query('SELECT 1 AS one')
    const limit = { connectionTimeoutMillis: 300 }
    await expect(queryPostgres({ connectionString: postgres.url, ...limit })).rejects.toThrow(
      'timeout',
    )
    expect(await Promise.race([answer, Promise.resolve('no response yet')])).toBe('no response yet')
    postgres.thaw()
    expect((await answer).rows).toEqual([{ one: 1 }])
    await connected.end()
    expect(await queryPostgres(postgres.url)).toEqual(rowsOfApp)
  })

  test('closes its connections when it restarts', async () => {
    const client = new Client(postgres.url)
    await client.connect()
    const lost = new Promise((resolve) => client.on('error', resolve))
    await postgres.restart()
    expect(await lost).toMatchObject({ code: '57P01' })
    await client.end()
    expect(await queryPostgres(postgres.url)).toEqual(rowsOfApp)
  })
})
