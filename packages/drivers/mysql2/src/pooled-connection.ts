import {
  queryPooledConnection,
  type SqlConnection,
  type SqlPool,
  type SqlSource,
} from '@readyz/sql'
import { type CoreConnection, type CorePool, noop, passwordsOf, runStatement } from './client.ts'
import { containConnection } from './contain-errors.ts'
import { poolConnectionOpener, queryDedicatedConnection } from './dedicated-connection.ts'

export function poolSource(pool: CorePool): SqlSource {
  return { queryDedicated: dedicatedQuery(pool), pool: sqlPool(pool) }
}

/**
 * Queries over dedicated connections. The configuration of the pool is read on every check, because
 * passwords may change.
 */
export function dedicatedQuery(pool: CorePool): SqlSource['queryDedicated'] {
  const open = poolConnectionOpener(pool)
  return (statement, { signal }) =>
    queryDedicatedConnection(open, pool.config.connectionConfig, statement, signal)
}

function sqlPool(pool: CorePool): SqlPool {
  const { _allConnections: all, _freeConnections: free } = pool
  const { connectionLimit } = pool.config
  return {
    hasIdle: () => free.length > 0,
    isExhausted: () => connectionLimit > 0 && all.length - free.length >= connectionLimit,
    query: queryPooledConnection(
      async () => pooledConnection(await acquire(pool)),
      () => passwordsOf(pool.config.connectionConfig),
    ),
  }
}

function acquire(pool: CorePool): Promise<CoreConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) reject(error)
      else resolve(connection)
    })
  })
}

function pooledConnection(connection: CoreConnection): SqlConnection {
  connection.on('error', noop)
  return {
    contain: (fail) => containConnection(connection, fail),
    query: (statement) => runStatement(connection, statement),
    release() {
      connection.removeListener('error', noop)
      connection.release()
    },
    discard() {
      // `destroy()` alone leaves the socket open until the server closes it, which a frozen server
      // does not do.
      connection.destroy()
      connection.stream.destroy()
    },
  }
}
