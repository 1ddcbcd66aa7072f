import { type FaultServer, sends } from '@readyz/conformance'
import type { MysqlServer } from '@readyz/servers'
import { createConnection } from 'mysql2/promise'
import type { Dialect } from './sql-faults.ts'

/** Rejects every client as a server at its connection limit, and leaves the connection open. */
function reportsTooMany(): Promise<FaultServer> {
  // An ERR packet: its length, its number, its mark, the code 1040, the message.
  const message = Buffer.from('Too many connections')
  return sends(
    Buffer.concat([Buffer.from([3 + message.length, 0, 0, 0, 0xff, 0x10, 0x04]), message]),
  )
}

/** Waits, on the server, until the condition about its sessions holds. */
async function waitFor(server: MysqlServer, condition: string): Promise<void> {
  // Only MariaDB runs a loop outside of a procedure.
  await server.sql('DROP PROCEDURE IF EXISTS app.wait_for')
  await server.sql(`CREATE PROCEDURE app.wait_for()
    WHILE NOT (${condition}) DO DO SLEEP(0.001); END WHILE`)
  await server.sql('CALL app.wait_for()')
}

const sessions = (condition: string) =>
  `EXISTS (SELECT * FROM information_schema.processlist WHERE user = 'app' AND ${condition})`

/** Of MySQL and of MariaDB. */
export const mysql: Dialect<MysqlServer> = {
  sleep: (seconds) => `SELECT SLEEP(${seconds})`,
  sleepUnderway: (server) => waitFor(server, sessions("info LIKE 'SELECT SLEEP%'")),
  async setPassword({ sql, host, port, user }, password) {
    await sql(`ALTER USER app IDENTIFIED BY '${password}'`)
    // MySQL has the old password in its cache until a client logs in with the new one.
    const connection = await createConnection({ host, port, user, password })
    await connection.end()
  },
  async dropDatabase(server, name) {
    await server.sql(`DROP DATABASE IF EXISTS ${name}`)
    // Without the right, the login is rejected instead.
    await server.sql(`GRANT ALL ON ${name}.* TO app`)
  },
  createDatabase: (server, name) => server.sql(`CREATE DATABASE ${name}`),
  reportsTooMany,
  otherProtocol: 'timeout',
  async occupy(server) {
    const { host, port, user, password } = server
    const connections: Awaited<ReturnType<typeof createConnection>>[] = []
    try {
      for (;;) connections.push(await createConnection({ host, port, user, password }))
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ER_CON_COUNT_ERROR') throw error
    }
    return async () => {
      await Promise.all(connections.map((connection) => connection.end()))
      // Unlike those of the application, they have no database.
      await waitFor(server, `NOT ${sessions('db IS NULL')}`)
    }
  },
}
