import { borrowFrom, type SqlLoan, type SqlPool } from '@readyz/sql'
import { noop, type PgPool, type PgPooledClient, streamOf } from './client.ts'

/** The application's pool, as the rule for all pools sees it. */
export function lendingPool(pool: PgPool): SqlPool {
  return {
    // Someone who waits has been promised the idle connection.
    hasIdle: () => pool.idleCount > pool.waitingCount,
    isFull: () => pool.idleCount === 0 && pool.totalCount >= (pool.options.max ?? 10),
    borrow: borrowFrom(async () => lend(await pool.connect())),
  }
}

function lend(client: PgPooledClient): SqlLoan {
  client.on('error', noop)
  return {
    query: (statement) => client.query(statement),
    giveBack() {
      client.removeListener('error', noop)
      client.release()
    },
    throwAway() {
      const stream = streamOf(client)
      // This alone waits for a frozen server to close the connection.
      client.release(true)
      stream?.destroy()
    },
  }
}
