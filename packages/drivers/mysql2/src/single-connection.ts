import { CheckWarning } from '@readyz/core'
import type { SqlSource } from '@readyz/sql'
import type { CoreConnection } from './client.ts'
import { connectionOpener, queryDedicatedConnection } from './dedicated-connection.ts'

/**
 * A single connection runs its queries one after another, so a check opens a dedicated connection.
 */
export function connectionSource(connection: CoreConnection): SqlSource {
  const open = connectionOpener(connection)
  return {
    async queryDedicated(statement, { signal }) {
      await queryDedicatedConnection(open, connection.config, statement, signal)
      // The server works, but the application's connection does not, because a connection of mysql2
      // does not reconnect.
      if (connection.stream.writable) return
      throw new CheckWarning("the application's own connection is closed.")
    },
  }
}
