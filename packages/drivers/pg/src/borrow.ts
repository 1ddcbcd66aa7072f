import { containStream } from '@readyz/net'
import { borrowFrom, type SqlLoan, type SqlPool } from '@readyz/sql'
import { noop, type PgPool, type PgPooledClient, streamOf } from './client.ts'
import { inspectMessages } from './messages.ts'

/** The application's pool, as the rule for all pools sees it. */
export function lendingPool(pool: PgPool): SqlPool {
  // Someone who waits has been promised the idle connection.
  const hasIdle = () => pool.idleCount > pool.waitingCount
  return {
    hasIdle,
    isFull: () => !hasIdle() && pool.totalCount >= (pool.options.max ?? 10),
    borrow: borrowFrom(async () => lend(await pool.connect())),
  }
}

function lend(client: PgPooledClient): SqlLoan {
  client.on('error', noop)
  const stream = streamOf(client)
  return {
    contain: (fail) =>
      stream === undefined ? noop : containStream(stream, fail, inspectMessages()),
    query: (statement) => client.query(statement),
    giveBack() {
      client.removeListener('error', noop)
      client.release()
    },
    throwAway() {
      // This alone waits for a frozen server to close the connection.
      client.release(true)
      stream?.destroy()
    },
  }
}
