import { concealing } from '@readyz/net'
import { borrowFrom, type SqlLoan, type SqlPool, type SqlSource } from '@readyz/sql'
import { ask, type CoreConnection, type CorePool, noop, passwordsOf } from './client.ts'
import { containConnection } from './contain.ts'
import { askOwn, dialLikeThoseOf } from './own.ts'

export function poolSource(pool: CorePool): SqlSource {
  return { own: ownLike(pool), pool: lendingPool(pool) }
}

/** Asks over connections of our own, made as those of the pool are at the time: passwords get rotated. */
export function ownLike(pool: CorePool): SqlSource['own'] {
  const dial = dialLikeThoseOf(pool)
  return (statement, { signal }) => askOwn(dial, pool.config.connectionConfig, statement, signal)
}

function lendingPool(pool: CorePool): SqlPool {
  const { _allConnections: all, _freeConnections: free } = pool
  const { connectionLimit } = pool.config
  const borrow = borrowFrom(async () => lend(await take(pool)))
  return {
    hasIdle: () => free.length > 0,
    isFull: () => connectionLimit > 0 && all.length - free.length >= connectionLimit,
    borrow: (statement, signal) =>
      concealing(
        () => passwordsOf(pool.config.connectionConfig),
        () => borrow(statement, signal),
      ),
  }
}

function take(pool: CorePool): Promise<CoreConnection> {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) reject(error)
      else resolve(connection)
    })
  })
}

function lend(connection: CoreConnection): SqlLoan {
  connection.on('error', noop)
  return {
    contain: (fail) => containConnection(connection, fail),
    query: (statement) => ask(connection, statement),
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
