import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { askEvery } from '@readyz/net'
import { type IoredisClient, type IoredisCluster, serversOf } from './client.ts'

export type {
  IoredisClient,
  IoredisCluster,
  IoredisOptions,
  IoredisSentinel,
} from './client.ts'

/** Defaults: the name `redis`, the failure `cannot connect to redis.`, for the rest those of a `Checker`. */
export interface IoredisCheckerOptions extends CheckerOptions {}

const defaults = { name: 'redis', failure: 'cannot connect to redis.' }

/**
 * A checker over the application's `Redis` or `Cluster` of ioredis, which is not asked itself: its server is, over a
 * connection of our own, or the master that its sentinels name, or every master of the cluster that it knows, all of which
 * must answer.
 *
 * @throws TypeError if it is no such client, or one of a replica that sentinels choose, or for an option that does not
 * exist
 */
export function ioredisChecker(
  client: IoredisClient | IoredisCluster,
  options: IoredisCheckerOptions = {},
): Checker {
  demandClient(client)
  const settled = checkerOptions('ioredisChecker', options, defaults)
  return {
    ...settled,
    async check(context) {
      // Read anew each time: passwords get rotated, and masters change.
      const servers = serversOf(client)
      if (servers.length === 0) throw new CheckError('no node of the cluster is known.')
      await askEvery(context, servers, { failure: settled.failure, noun: 'nodes' })
    },
  }
}

function demandClient(client: IoredisClient | IoredisCluster): void {
  const { options, nodes } = Object(client)
  if (typeof nodes === 'function') return
  const { host, sentinels, role } = Object(options)
  if (typeof host !== 'string')
    throw new TypeError('ioredisChecker needs a Redis or Cluster of ioredis')
  if (sentinels && role === 'slave') {
    throw new TypeError('ioredisChecker needs a Redis of a master, got one of role "slave"')
  }
}
