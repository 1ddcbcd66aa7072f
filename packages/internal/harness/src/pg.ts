import type { Pool, PoolClient } from 'pg'
import { type PoolApplication, poolApplication } from './application.ts'

/** An application that works with a pool of pg, whose `max` is `max`. */
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
    take: () => pool.connect(),
    giveBack: (client) => client.release(),
    use: (client) => client.query('SELECT 1'),
    query: (text) => pool.query(text),
    end: () => pool.end(),
  })
}

// All of them, which pg shows nobody.
function clientsOf(pool: Pool): readonly PoolClient[] {
  return (pool as Pool & { readonly _clients: readonly PoolClient[] })._clients
}
