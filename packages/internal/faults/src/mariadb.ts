import { type FaultServer, says } from '@readyz/conformance'
import type { Mariadb } from '@readyz/servers'
import { createConnection } from 'mysql2/promise'
import type { Dialect } from './sql.ts'

/** Refuses everybody as a MariaDB that has no connection left, but does not hang up. */
function reportsTooMany(): Promise<FaultServer> {
  // An ERR packet: its length, its number, its mark, the code 1040, the message.
  const message = Buffer.from('Too many connections')
  return says(
    Buffer.concat([Buffer.from([3 + message.length, 0, 0, 0, 0xff, 0x10, 0x04]), message]),
  )
}

/** Waits, on the server, until there is such a session of the applications, or none any more. */
function waitFor(server: Mariadb, condition: string, isThere = true): Promise<void> {
  return server.sql(`BEGIN NOT ATOMIC
    WHILE ${isThere ? 'NOT' : ''} EXISTS (SELECT * FROM information_schema.processlist
      WHERE user = 'app' AND ${condition})
    DO DO SLEEP(0.001); END WHILE; END`)
}

export const mariadb: Dialect<Mariadb> = {
  sleep: (seconds) => `SELECT SLEEP(${seconds})`,
  sleepUnderway: (server) => waitFor(server, "info LIKE 'SELECT SLEEP%'"),
  setPassword: (server, password) => server.sql(`ALTER USER app IDENTIFIED BY '${password}'`),
  dropDatabase: (server, name) => server.sql(`DROP DATABASE IF EXISTS ${name}`),
  async createDatabase(server, name) {
    await server.sql(`CREATE DATABASE ${name}`)
    await server.sql(`GRANT ALL ON ${name}.* TO app`)
  },
  reportsTooMany,
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
      // Theirs are the ones without a database.
      await waitFor(server, 'db IS NULL', false)
    }
  },
}
