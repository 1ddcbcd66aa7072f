import { redactErrors } from '@readyz/net'
import { borrowFrom, type SqlLoan, type SqlPool, type SqlSource } from '@readyz/sql'
import { type CoreConnection, type CorePool, noop, passwordsOf, runStatement } from './client.ts'
import { containConnection } from './contain-errors.ts'
import { poolConnectionOpener, queryDedicatedConnection } from './dedicated-connection.ts'

export function poolSource(pool: CorePool): SqlSource {
  return { own: dedicatedQuery(pool), pool: sqlPool(pool) }
}

/** Asks over connections of our own, made as those of the pool are at the time: passwords get rotated. */
export function dedicatedQuery(pool: CorePool): SqlSource['own'] {
  const open = poolConnectionOpener(pool)
  return (statement, { signal }) =>
    queryDedicatedConnection(open, pool.config.connectionConfig, statement, signal)
}

function sqlPool(pool: CorePool): SqlPool {
  const { _allConnections: all, _freeConnections: free } = pool
  const { connectionLimit } = pool.config
  const borrow = borrowFrom(async () => pooledConnection(await acquire(pool)))
  return {
    hasIdle: () => free.length > 0,
    isFull: () => connectionLimit > 0 && all.length - free.length >= connectionLimit,
    borrow: (statement, signal) =>
      redactErrors(
        () => passwordsOf(pool.config.connectionConfig),
        () => borrow(statement, signal),
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

function pooledConnection(connection: CoreConnection): SqlLoan {
  connection.on('error', noop)
  return {
    contain: (fail) => containConnection(connection, fail),
    query: (statement) => runStatement(connection, statement),
    giveBack() {
      connection.removeListener('error', noop)
      connection.release()
    },
    throwAway() {
      // This alone leaves the socket to a frozen server.
      connection.destroy()
      connection.stream.destroy()
    },
  }
}
