import { type FaultServer, sends } from '@readyz/conformance'
import type { MysqlServer } from '@readyz/servers'
import { createConnection } from 'mysql2/promise'
import type { Dialect } from './sql-faults.ts'

/** Rejects every client like a server at its connection limit, but keeps the connection open. */
function tooManyConnections(): Promise<FaultServer> {
  // An ERR packet: the length, the sequence number, the type, the error code 1040, the message.
  const message = Buffer.from('Too many connections')
  return sends(
    Buffer.concat([Buffer.from([3 + message.length, 0, 0, 0, 0xff, 0x10, 0x04]), message]),
  )
}

/** Waits until the SQL condition is true. The server evaluates it in a loop. */
async function waitFor(server: MysqlServer, condition: string): Promise<void> {
  // MySQL does not run a loop outside of a procedure.
  await server.sql('DROP PROCEDURE IF EXISTS app.wait_for')
  await server.sql(`CREATE PROCEDURE app.wait_for()
    WHILE NOT (${condition}) DO DO SLEEP(0.001); END WHILE`)
  await server.sql('CALL app.wait_for()')
}

const sessions = (condition: string) =>
  `EXISTS (SELECT * FROM information_schema.processlist WHERE user = 'app' AND ${condition})`

const sleeping = "info LIKE 'SELECT SLEEP%'"

/** The dialect of MySQL and MariaDB. */
export const mysql: Dialect<MysqlServer> = {
  sleep: (seconds) => `SELECT SLEEP(${seconds})`,
  untilSleeping: (server) => waitFor(server, sessions(sleeping)),
  async cancelSleep({ sql }) {
    // KILL accepts no subquery.
    await sql('DROP PROCEDURE IF EXISTS app.cancel_sleep')
    await sql(`CREATE PROCEDURE app.cancel_sleep() BEGIN
      DECLARE session BIGINT;
      SELECT id INTO session FROM information_schema.processlist WHERE user = 'app' AND ${sleeping};
      KILL QUERY session;
    END`)
    await sql('CALL app.cancel_sleep()')
  },
  async setPassword({ sql, host, port, user }, password) {
    await sql(`ALTER USER app IDENTIFIED BY '${password}'`)
    // MySQL caches the old password until a client logs in with the new one.
    const connection = await createConnection({ host, port, user, password })
    await connection.end()
  },
  async dropDatabase(server, name) {
    await server.sql(`DROP DATABASE IF EXISTS ${name}`)
    // Without this permission the server rejects the login before it looks for the database.
    await server.sql(`GRANT ALL ON ${name}.* TO app`)
  },
  createDatabase: (server, name) => server.sql(`CREATE DATABASE ${name}`),
  tooManyConnections,
  resultForHttp: 'timeout',
  async useAllConnections(server) {
    const { host, port, user, password } = server
    const connections: Awaited<ReturnType<typeof createConnection>>[] = []
    try {
      for (;;) connections.push(await createConnection({ host, port, user, password }))
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ER_CON_COUNT_ERROR') throw error
    }
    return async () => {
      await Promise.all(connections.map((connection) => connection.end()))
      // These connections have no database, unlike the connections of the application.
      await waitFor(server, `NOT ${sessions('db IS NULL')}`)
    }
  },
}
