import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type CheckedServer, checkAll, type FindServers } from '@readyz/net'
import { clusterMasters } from '@readyz/resp'
import { type IoredisClient, serverOfClient } from './client.ts'
import { clusterOf, type IoredisCluster, isCluster } from './cluster.ts'

export type { IoredisClient, IoredisOptions, IoredisSentinel } from './client.ts'
export type { IoredisCluster, IoredisClusterOptions } from './cluster.ts'

/**
 * Default `name`: `redis`. Default `failure`: `cannot connect to redis.`. The other defaults are
 * those of `Checker`.
 */
export interface IoredisCheckerOptions extends CheckerOptions {}

const defaults = { name: 'redis', failure: 'cannot connect to redis.' }

/**
 * A checker for a `Redis` or `Cluster` of ioredis. The driver does not use the client. A check
 * opens a dedicated connection to the server of the client, to the master that the sentinels
 * report, or to every current master of the cluster. All masters must answer.
 *
 * @throws TypeError if `client` is neither, or a `Redis` with `sentinels` and the role `slave`, or
 *   for an unknown option
 */
export function ioredisChecker(
  client: IoredisClient | IoredisCluster,
  options: IoredisCheckerOptions = {},
): Checker {
  assertClient(client)
  const settings = checkerOptions('ioredisChecker', options, defaults)
  return {
    ...settings,
    async check(context) {
      await checkAll(context, serversOf(client), { failure: settings.failure, noun: 'nodes' })
    },
  }
}

// The servers are read on every check, because passwords and masters change.
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
