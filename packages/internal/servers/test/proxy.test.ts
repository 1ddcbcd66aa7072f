import { proxy } from '@readyz/conformance'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from '../src/index.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.close())

test('a query through a proxy succeeds, times out while packets are dropped, and succeeds again on a new connection', async () => {
  const through = await proxy(postgres)
  const { user, password, database } = postgres
  const { host, port } = through
  const account = { user, password, database, host, port }
  const first = new Client({ ...account, query_timeout: 4000 })
  await first.connect()
  expect((await first.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  through.mode = 'drop'
  await expect(first.query('SELECT 1')).rejects.toThrow('Query read timeout')
  through.mode = 'pass'
  const reconnected = new Client(account)
  await reconnected.connect()
  expect((await reconnected.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await reconnected.end()
  first.on('error', () => {})
  await through.close()
})
