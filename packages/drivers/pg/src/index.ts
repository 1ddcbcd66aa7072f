import { CheckError, type Checker, CheckWarning } from '@readyz/core'
import { type PooledSqlOptions, pooledSqlChecker, type SqlSource } from '@readyz/sql'
import { lendingPool } from './borrow.ts'
import { type ClientConstructor, noop, type PgClient, type PgPool } from './client.ts'
import { askOwn } from './own.ts'

export type { PgClient, PgConfig, PgPool, PgPooledClient } from './client.ts'

export interface PgCheckerOptions extends PooledSqlOptions {}

/**
 * A checker over the application's `Pool` or `Client` of pg 8. A pool is asked as `mode` says; a client, whose
 * queries wait for one another, is not asked itself: a connection of our own is, made as the client's was.
 *
 * @throws TypeError if it is neither, or for an option that does not exist
 */
export function pgChecker(client: PgPool | PgClient, options: PgCheckerOptions = {}): Checker {
  const source = isPool(client) ? poolSource(client) : clientSource(client)
  const checker = pooledSqlChecker(source, options)
  const warnOnce = surviveLosses(client)
  return {
    ...checker,
    check(context) {
      warnOnce()
      if (isPool(client) && client.ending) throw new CheckError('the pool is closed.')
      return checker.check(context)
    },
  }
}

function isPool(client: PgPool | PgClient): client is PgPool {
  return typeof (client as Partial<PgPool> | null)?.idleCount === 'number'
}

function poolSource(pool: PgPool): SqlSource {
  const Client = demandClass(Reflect.get(pool, 'Client'))
  return {
    own(statement, signal) {
      // Read anew each time, as pg does: passwords get rotated. pg hides it from copies.
      const config = { ...pool.options, password: pool.options.password }
      return askOwn(Client, config, statement, signal)
    },
    pool: lendingPool(pool),
  }
}

function clientSource(client: PgClient): SqlSource {
  const { connectionParameters, password } = Object(client)
  const Client = demandClass(connectionParameters && client.constructor)
  const config = { ...connectionParameters, password }
  let ended = false
  client.on('end', () => {
    ended = true
  })
  return {
    async own(statement, signal) {
      await askOwn(Client, config, statement, signal)
      // The server works, but not for the application: a client of pg does not come back.
      if (ended) throw new CheckWarning("the application's own connection is closed.")
    },
  }
}

function demandClass(Client: unknown): ClientConstructor {
  if (typeof Client === 'function') return Client as ClientConstructor
  throw new TypeError('pgChecker needs a Pool or a Client of pg')
}

/**
 * A pool or client that loses its connection while nobody listens for 'error' ends the process. The listener added
 * here prevents that; the warning, once and after the application had the time to add its own, says so.
 */
function surviveLosses(client: PgPool | PgClient): () => void {
  if (client.listenerCount('error') > 0) return noop
  client.on('error', noop)
  let due = true
  return () => {
    if (due && client.listenerCount('error') === 1) {
      process.emitWarning(
        "pg has no 'error' listener but that of readyz: without it the loss of an idle connection ends the process",
        { code: 'READYZ_PG_NO_ERROR_LISTENER' },
      )
    }
    due = false
  }
}
