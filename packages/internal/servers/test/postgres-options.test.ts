import { certificate } from '@readyz/certificate'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { startPostgres } from '../src/index.ts'
import { queryPostgres, rowsOfApp } from './server-clients.ts'

describe.concurrent('startPostgres accepts', () => {
  test('a certificate, pg_hba.conf rules and settings', async () => {
    const tls = await certificate()
    const postgres = await startPostgres({
      tls,
      hba: 'hostssl all app 127.0.0.1/32 scram-sha-256\nhost all app 127.0.0.1/32 reject',
      settings: { application_name: 'of the test' },
    })
    try {
      const { host, port, user, password, database } = postgres
      const account = { host, port, user, password, database }
      await expect(queryPostgres(account)).rejects.toMatchObject({ code: '28000' })
      expect(await queryPostgres({ ...account, ssl: { ca: tls.cert } })).toEqual(rowsOfApp)
      await expect(queryPostgres({ ...account, ssl: true })).rejects.toMatchObject({
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      })
    } finally {
      await postgres.close()
    }
  })

  test('a connection limit, and `sql` still runs when the limit is reached', async () => {
    const postgres = await startPostgres({ maxConnections: 2 })
    const clients = [new Client(postgres.url), new Client(postgres.url)]
    try {
      await Promise.all(clients.map((client) => client.connect()))
      await expect(queryPostgres(postgres.url)).rejects.toMatchObject({ code: '53300' })
      await postgres.sql('SELECT 1')
    } finally {
      await Promise.all(clients.map((client) => client.end()))
      await postgres.close()
    }
  })

  test('no invalid settings, and rejects with the error of the server', async () => {
    const refused = startPostgres({ settings: { no_such_setting: '1' } })
    await expect(refused).rejects.toThrow('unrecognized configuration parameter "no_such_setting"')
  })
})
