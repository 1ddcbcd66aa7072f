import { type FaultServer, sends } from '@readyz/conformance'
import type { Postgres } from '@readyz/servers'
import pg from 'pg'
import type { Dialect } from './sql-faults.ts'

/** Rejects every client like a server at its connection limit, but keeps the connection open. */
function tooManyConnections(): Promise<FaultServer> {
  // An ErrorResponse: severity, SQLSTATE, message.
  const fields = 'SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0'
  const length = Buffer.from([0, 0, 0, fields.length + 4])
  return sends(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)]))
}

/** Waits until a session of the application meets the SQL condition, or until none does. */
function waitForSession(server: Postgres, condition: string, exists = true): Promise<void> {
  return server.sql(`DO $$ BEGIN
    WHILE ${exists ? 'NOT' : ''} EXISTS (SELECT FROM pg_stat_activity
      WHERE usename = 'app' AND ${condition})
    LOOP PERFORM pg_stat_clear_snapshot(); END LOOP; END $$`)
}

const sleeping = "usename = 'app' AND state = 'active' AND query LIKE '%pg_sleep%'"

export const postgres: Dialect<Postgres> = {
  sleep: (seconds) => `SELECT pg_sleep(${seconds})`,
  untilSleeping: (server) => waitForSession(server, sleeping),
  cancelSleep: (server) =>
    server.sql(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE ${sleeping}`),
  setPassword: (server, password) => server.sql(`ALTER ROLE app PASSWORD '${password}'`),
  dropDatabase: (server, name) => server.sql(`DROP DATABASE IF EXISTS ${name}`),
  createDatabase: (server, name) => server.sql(`CREATE DATABASE ${name}`),
  tooManyConnections,
  resultForHttp: 'invalid',
  async useAllConnections(server) {
    const { host, port, user, password, database } = server
    const config = { host, port, user, password, database, application_name: 'other' }
    const clients: pg.Client[] = []
    try {
      for (;;) {
        const client = new pg.Client(config)
        await client.connect()
        clients.push(client)
      }
    } catch (error) {
      if ((error as { code?: unknown }).code !== '53300') throw error
    }
    return async () => {
      await Promise.all(clients.map((client) => client.end()))
      await waitForSession(server, "application_name = 'other'", false)
    }
  },
}
