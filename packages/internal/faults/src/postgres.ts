import { type FaultServer, sends } from '@readyz/conformance'
import type { Postgres } from '@readyz/servers'
import pg from 'pg'
import type { Dialect } from './sql-faults.ts'

/** Refuses everybody as a PostgreSQL that has no connection left, but does not hang up. */
function reportsTooMany(): Promise<FaultServer> {
  // An ErrorResponse: severity, SQLSTATE, message.
  const fields = 'SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0'
  const length = Buffer.from([0, 0, 0, fields.length + 4])
  return sends(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)]))
}

/** Waits, on the server, until there is such a session of the applications, or none any more. */
function waitFor(server: Postgres, condition: string, isThere = true): Promise<void> {
  return server.sql(`DO $$ BEGIN
    WHILE ${isThere ? 'NOT' : ''} EXISTS (SELECT FROM pg_stat_activity
      WHERE usename = 'app' AND ${condition})
    LOOP PERFORM pg_stat_clear_snapshot(); END LOOP; END $$`)
}

export const postgres: Dialect<Postgres> = {
  sleep: (seconds) => `SELECT pg_sleep(${seconds})`,
  sleepUnderway: (server) => waitFor(server, "state = 'active' AND query LIKE '%pg_sleep%'"),
  setPassword: (server, password) => server.sql(`ALTER ROLE app PASSWORD '${password}'`),
  dropDatabase: (server, name) => server.sql(`DROP DATABASE IF EXISTS ${name}`),
  createDatabase: (server, name) => server.sql(`CREATE DATABASE ${name}`),
  reportsTooMany,
  otherProtocol: 'invalid',
  async occupy(server) {
    const { host, port, user, password, database } = server
    const account = { host, port, user, password, database, application_name: 'other' }
    const clients: pg.Client[] = []
    try {
      for (;;) {
        const client = new pg.Client(account)
        await client.connect()
        clients.push(client)
      }
    } catch (error) {
      if ((error as { code?: unknown }).code !== '53300') throw error
    }
    return async () => {
      await Promise.all(clients.map((client) => client.end()))
      await waitFor(server, "application_name = 'other'", false)
    }
  },
}
