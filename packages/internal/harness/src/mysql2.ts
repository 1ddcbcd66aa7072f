import type { EventEmitter } from 'node:events'
import type { Pool, PoolConnection } from 'mysql2/promise'
import { type PoolApplication, poolApplication } from './application.ts'

/** The private state of a mysql2 pool. */
interface Counters {
  readonly _allConnections: { readonly length: number; get(index: number): EventEmitter }
  readonly _freeConnections: { readonly length: number }
  readonly _connectionQueue: { readonly length: number }
}

/** An application that uses a pool of mysql2. Its `connectionLimit` must be `max`. */
export function mysql2Application(pool: Pool): PoolApplication {
  const counters = pool.pool as unknown as Counters
  return poolApplication<PoolConnection>({
    get connections() {
      return counters._allConnections.length
    },
    get free() {
      return counters._freeConnections.length
    },
    get queued() {
      return counters._connectionQueue.length
    },
    get emitters() {
      const { length } = counters._allConnections
      const connections = Array.from({ length }, (_, index) => counters._allConnections.get(index))
      return [pool.pool as unknown as EventEmitter, ...connections]
    },
    acquire: () => pool.getConnection(),
    release: (connection) => connection.release(),
    use: (connection) => connection.query('SELECT 1'),
    query: (text) => pool.query(text),
    end: () => pool.end(),
  })
}
