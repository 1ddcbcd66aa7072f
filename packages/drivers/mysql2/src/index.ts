import { CheckError, type Checker } from '@readyz/core'
import { handleConnectionLoss } from '@readyz/net'
import { cannotConnect, type PooledSqlOptions, pooledSqlChecker } from '@readyz/sql'
import {
  type CoreConnection,
  type CorePool,
  type CorePoolCluster,
  coreOf,
  isCluster,
  isPool,
  type Mysql2Connection,
  type Mysql2Pool,
  type Mysql2PoolCluster,
} from './client.ts'
import { clusterSource } from './cluster.ts'
import { poolSource } from './pooled-connection.ts'
import { connectionSource } from './single-connection.ts'

export type { Mysql2Connection, Mysql2Pool, Mysql2PoolCluster } from './client.ts'

export interface Mysql2CheckerOptions extends PooledSqlOptions {}

/**
 * A checker for a `Pool`, `PoolCluster` or `Connection` of mysql2 3, with callbacks or with
 * promises. `mode` selects the connection of a check of a pool. A check of a `Connection` opens a
 * dedicated connection. A check of a `PoolCluster` opens a dedicated connection to each node, and
 * every node must answer.
 *
 * @throws TypeError if `client` is none of these, or for an unknown option
 */
export function mysql2Checker(
  client: Mysql2Pool | Mysql2PoolCluster | Mysql2Connection,
  options: Mysql2CheckerOptions = {},
): Checker {
  const core = coreOf(client)
  if (isPool(core)) return poolChecker(core, options)
  if (isCluster(core)) return clusterChecker(core, options)
  return connectionChecker(core, options)
}

function poolChecker(pool: CorePool, options: Mysql2CheckerOptions): Checker {
  const checker = pooledSqlChecker(poolSource(pool), options)
  return {
    ...checker,
    check(context) {
      if (pool._closed) throw new CheckError('the pool is closed.')
      return checker.check(context)
    },
  }
}

function clusterChecker(cluster: CorePoolCluster, options: Mysql2CheckerOptions): Checker {
  const source = clusterSource(cluster, Object(options).failure ?? cannotConnect)
  const checker = pooledSqlChecker(source, options)
  return {
    ...checker,
    check(context) {
      if (cluster._closed) throw new CheckError('the cluster is closed.')
      return checker.check(context)
    },
  }
}

function connectionChecker(connection: CoreConnection, options: Mysql2CheckerOptions): Checker {
  const checker = pooledSqlChecker(connectionSource(connection), options)
  const warnOnce = handleConnectionLoss(connection, 'mysql2')
  return {
    ...checker,
    check(context) {
      warnOnce()
      return checker.check(context)
    },
  }
}
