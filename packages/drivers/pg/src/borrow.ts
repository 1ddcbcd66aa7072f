import { CheckError } from '@readyz/core'
import { until } from '@readyz/net'
import { expectOneRow, type SqlPool } from '@readyz/sql'
import { noop, type PgPool, type PgPooledClient, streamOf } from './client.ts'

/** The application's pool, of which we have one connection at most, and wait for one at most. */
export function lendingPool(pool: PgPool): SqlPool {
  let waiting = false

  async function connect(signal: AbortSignal): Promise<PgPooledClient> {
    // A dial that hangs inside the pool cannot be taken back: another one would take another slot.
    if (waiting) throw new CheckError('an earlier check still waits.', { code: 'timeout' })
    waiting = true
    const connecting = pool.connect()
    const arrived = () => {
      waiting = false
    }
    connecting.then(arrived, arrived)
    try {
      return await until(signal, connecting)
    } catch (error) {
      // One that comes after all has to go back, or the pool has a slot less for good.
      connecting.then((late) => late.release(), noop)
      throw error
    }
  }

  return {
    // Someone who waits has been promised the idle connection.
    hasIdle: () => pool.idleCount > pool.waitingCount,
    isFull: () => pool.idleCount === 0 && pool.totalCount >= (pool.options.max ?? 10),
    async borrow(statement, signal) {
      const client = await connect(signal)
      client.on('error', noop)
      try {
        expectOneRow(await until(signal, client.query(statement)))
      } catch (error) {
        discard(client)
        throw error
      }
      client.removeListener('error', noop)
      client.release()
    },
  }
}

// `release(true)` alone waits for a frozen server to close the connection, and so do those who wait for the slot.
function discard(client: PgPooledClient): void {
  const stream = streamOf(client)
  client.release(true)
  stream?.destroy()
}
