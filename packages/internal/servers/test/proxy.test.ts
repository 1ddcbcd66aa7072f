import { proxy } from '@readyz/conformance'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../src/index.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.close())

test('a client behind a proxy works, hangs while packets are dropped, and works again afterwards', async () => {
  const through = await proxy(postgres)
  const { user, password, database } = postgres
  const { host, port } = through
  const account = { user, password, database, host, port }
  const old = new Client({ ...account, query_timeout: 4000 })
  await old.connect()
  expect((await old.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  through.mode = 'drop'
  await expect(old.query('SELECT 1')).rejects.toThrow('Query read timeout')
  through.mode = 'pass'
  const anew = new Client(account)
  await anew.connect()
  expect((await anew.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await anew.end()
  old.on('error', () => {})
  await through.close()
})
