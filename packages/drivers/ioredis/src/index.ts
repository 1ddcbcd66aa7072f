import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type CheckedServer, checkAll, type FindServers } from '@readyz/net'
import { clusterMasters } from '@readyz/resp'
import { type IoredisClient, serverOfClient } from './client.ts'
import { clusterOf, type IoredisCluster, isCluster } from './cluster.ts'

export type { IoredisClient, IoredisOptions, IoredisSentinel } from './client.ts'
export type { IoredisCluster, IoredisClusterOptions } from './cluster.ts'

/** Defaults: the name `redis`, the failure `cannot connect to redis.`, for the rest those of a `Checker`. */
export interface IoredisCheckerOptions extends CheckerOptions {}

const defaults = { name: 'redis', failure: 'cannot connect to redis.' }

/**
 * A checker over the application's `Redis` or `Cluster` of ioredis. The driver does not use the client itself. It asks the
 * server of the client over a dedicated connection, or the master that the sentinels name, or every master that the cluster
 * has now, all of which must answer.
 *
 * @throws TypeError if it is no such client, or one of a replica that sentinels choose, or for an option that does not
 * exist
 */
export function ioredisChecker(
  client: IoredisClient | IoredisCluster,
  options: IoredisCheckerOptions = {},
): Checker {
  assertClient(client)
  const settled = checkerOptions('ioredisChecker', options, defaults)
  return {
    ...settled,
    async check(context) {
      await checkAll(context, serversOf(client), { failure: settled.failure, noun: 'nodes' })
    },
  }
}

// Read anew each time: passwords get rotated, and masters change.
function serversOf(client: IoredisClient | IoredisCluster): readonly CheckedServer[] | FindServers {
  if (!isCluster(client)) return [serverOfClient(client)]
  const cluster = clusterOf(client)
  if (cluster.masters.length + cluster.others.length === 0) {
    throw new CheckError('no node of the cluster is known.')
  }
  return (time) => clusterMasters(cluster, time)
}

function assertClient(client: IoredisClient | IoredisCluster): void {
  const { options, nodes } = Object(client)
  if (typeof nodes === 'function') return
  const { host, sentinels, role } = Object(options)
  if (typeof host !== 'string')
    throw new TypeError('ioredisChecker needs a Redis or Cluster of ioredis')
  if (sentinels && role === 'slave') {
    throw new TypeError('ioredisChecker needs a Redis of a master, got one of role "slave"')
  }
}
