import { CheckError, type Checker, CheckWarning } from '@readyz/core'
import { handleConnectionLoss } from '@readyz/net'
import { type PooledSqlOptions, pooledSqlChecker, type SqlSource } from '@readyz/sql'
import type { ClientConstructor, PgClient, PgPool } from './client.ts'
import { queryDedicatedConnection } from './dedicated-connection.ts'
import { sqlPool } from './pooled-connection.ts'

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
  const warnOnce = handleConnectionLoss(client, 'pg')
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
  const Client = clientClass(Reflect.get(pool, 'Client'))
  return {
    own(statement, { signal }) {
      // Read anew each time, as pg does: passwords get rotated. pg hides it from copies.
      const config = { ...pool.options, password: pool.options.password }
      return queryDedicatedConnection(Client, config, statement, signal)
    },
    pool: sqlPool(pool, Client),
  }
}

function clientSource(client: PgClient): SqlSource {
  const { connectionParameters, password } = Object(client)
  const Client = clientClass(connectionParameters && client.constructor)
  const config = { ...connectionParameters, password }
  let ended = false
  client.on('end', () => {
    ended = true
  })
  return {
    async own(statement, { signal }) {
      await queryDedicatedConnection(Client, config, statement, signal)
      // The server works, but not for the application: a client of pg does not come back.
      if (ended) throw new CheckWarning("the application's own connection is closed.")
    },
  }
}

function clientClass(Client: unknown): ClientConstructor {
  if (typeof Client === 'function') return Client as ClientConstructor
  throw new TypeError('pgChecker needs a Pool or a Client of pg')
}
