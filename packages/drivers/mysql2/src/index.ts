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
 * A checker over the application's `Pool`, `PoolCluster` or `Connection` of mysql2 3, with callbacks or with promises. A
 * pool is asked as `mode` says. The others are not asked themselves: a connection of our own is, made as theirs; of a
 * cluster one to each node, and every one must answer.
 *
 * @throws TypeError if it is none of these, or for an option that does not exist
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
