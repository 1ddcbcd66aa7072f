import { CheckWarning } from '@readyz/core'
import type { SqlSource } from '@readyz/sql'
import type { CoreConnection } from './client.ts'
import { connectionOpener, queryDedicatedConnection } from './dedicated-connection.ts'

/** A single connection, whose queries wait for one another: it is not asked itself. */
export function connectionSource(connection: CoreConnection): SqlSource {
  const open = connectionOpener(connection)
  return {
    async own(statement, { signal }) {
      await queryDedicatedConnection(open, connection.config, statement, signal)
      // The server works, but not for the application: a connection of mysql2 does not come back.
      if (connection.stream.writable) return
      throw new CheckWarning("the application's own connection is closed.")
    },
  }
}
