import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../src/index.ts'
import { asApp, ask } from './ask.ts'

describe('a running server', () => {
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

  test('answers over TCP and over the unix socket', async () => {
    expect(await ask(postgres.url)).toEqual(asApp)
    expect(await ask(bySocket())).toEqual(asApp)
  })

  test('refuses a wrong password over TCP and over the unix socket', async () => {
    const wrong = { password: 'wrong' }
    const refusal = { code: '28P01' }
    await expect(ask({ ...bySocket(), ...wrong })).rejects.toMatchObject(refusal)
    await expect(ask({ ...bySocket(), ...wrong, host: postgres.host })).rejects.toMatchObject(
      refusal,
    )
  })

  test('runs SQL as superuser', async () => {
    await postgres.sql("ALTER ROLE app PASSWORD 'other'")
    await expect(ask(postgres.url)).rejects.toMatchObject({ code: '28P01' })
    await postgres.sql(`ALTER ROLE app PASSWORD '${postgres.password}'`)
    expect(await ask(postgres.url)).toEqual(asApp)
    await expect(postgres.sql('SELEKT')).rejects.toMatchObject({ code: '42601' })
  })

  test('does not answer while frozen, old connection or new, and does once thawed', async () => {
    const old = new Client(postgres.url)
    await old.connect()
    postgres.freeze()
    const answer = old.query('SELECT 1 AS one')
    const limit = { connectionTimeoutMillis: 300 }
    await expect(ask({ connectionString: postgres.url, ...limit })).rejects.toThrow('timeout')
    expect(await Promise.race([answer, Promise.resolve('nothing yet')])).toBe('nothing yet')
    postgres.thaw()
    expect((await answer).rows).toEqual([{ one: 1 }])
    await old.end()
    expect(await ask(postgres.url)).toEqual(asApp)
  })

  test('disconnects clients when it restarts', async () => {
    const client = new Client(postgres.url)
    await client.connect()
    const lost = new Promise((resolve) => client.on('error', resolve))
    await postgres.restart()
    expect(await lost).toMatchObject({ code: '57P01' })
    await client.end()
    expect(await ask(postgres.url)).toEqual(asApp)
  })
})
