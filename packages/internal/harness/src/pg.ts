import type { Pool, PoolClient } from 'pg'
import { type PoolApplication, poolApplication } from './application.ts'

/** An application that uses a pool of pg. The `max` of the pool must be `max` of this package. */
export function pgApplication(pool: Pool): PoolApplication {
  return poolApplication<PoolClient>({
    get connections() {
      return pool.totalCount
    },
    get free() {
      return pool.idleCount
    },
    get queued() {
      return pool.waitingCount
    },
    get emitters() {
      return [pool, ...clientsOf(pool)]
    },
    acquire: () => pool.connect(),
    release: (client) => client.release(),
    use: (client) => client.query('SELECT 1'),
    query: (text) => pool.query(text),
    end: () => pool.end(),
  })
}

// pg has no public list of its clients.
function clientsOf(pool: Pool): readonly PoolClient[] {
  return (pool as Pool & { readonly _clients: readonly PoolClient[] })._clients
}
