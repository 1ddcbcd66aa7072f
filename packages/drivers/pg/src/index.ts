import { CheckError, type Checker, CheckWarning } from '@readyz/core'
import { handleConnectionLoss } from '@readyz/net'
import { type PooledSqlOptions, pooledSqlChecker, type SqlSource } from '@readyz/sql'
import type { ClientConstructor, PgClient, PgPool } from './client.ts'
import { queryDedicatedConnection } from './dedicated-connection.ts'
import { sqlPool } from './pooled-connection.ts'

export type { PgClient, PgConfig, PgPool, PgPooledClient } from './client.ts'

export interface PgCheckerOptions extends PooledSqlOptions {}

/**
 * A checker for a `Pool` or `Client` of pg 8. `mode` selects the connection of a check of a pool. A
 * `Client` runs its queries one after another, so its check always opens a dedicated connection
 * with the configuration of the client.
 *
 * @throws TypeError if `client` is not a pool or client of pg, or for an unknown option
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
    queryDedicated(statement, { signal }) {
      // The password is read on every check, because it may change. It is not enumerable, so a
      // spread does not copy it.
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
    async queryDedicated(statement, { signal }) {
      await queryDedicatedConnection(Client, config, statement, signal)
      // The server works, but the application's client does not, because a client of pg does not
      // reconnect.
      if (ended) throw new CheckWarning("the application's own connection is closed.")
    },
  }
}

function clientClass(Client: unknown): ClientConstructor {
  if (typeof Client === 'function') return Client as ClientConstructor
  throw new TypeError('pgChecker needs a Pool or a Client of pg')
}
