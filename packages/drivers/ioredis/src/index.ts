import type { ConnectionOptions } from 'node:tls'
import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { askEvery } from '@readyz/net'
import { type RespServer, respServer } from '@readyz/resp'

/** A `Redis` of ioredis. */
export interface IoredisClient {
  readonly options: IoredisOptions
}

/** How it connects; what it was not told has the defaults of ioredis. */
export interface IoredisOptions {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly path?: string | undefined
  readonly family?: number | string | undefined
  readonly tls?: ConnectionOptions | boolean | undefined
  readonly username?: string | undefined
  readonly password?: string | null | undefined
  readonly db?: number | undefined
  readonly sentinels?: unknown
}

/** A `Cluster` of ioredis. */
export interface IoredisCluster {
  nodes(role: 'master'): readonly IoredisClient[]
}

/** Defaults: the name `redis`, the failure `cannot connect to redis.`, for the rest those of a `Checker`. */
export interface IoredisCheckerOptions extends CheckerOptions {}

const defaults = { name: 'redis', failure: 'cannot connect to redis.' }

/**
 * A checker over the application's `Redis` or `Cluster` of ioredis, which is not asked itself: its server is, over a
 * connection of our own, or every master of the cluster that it knows, all of which must answer.
 *
 * @throws TypeError if it is no such client, or one that finds its server through sentinels, or for an option that does
 * not exist
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
      const servers = serversOf(client).map(respServer)
      if (servers.length === 0) throw new CheckError('no node of the cluster is known.')
      await askEvery(context, servers, { failure: settled.failure, noun: 'nodes' })
    },
  }
}

function isCluster(client: IoredisClient | IoredisCluster): client is IoredisCluster {
  return 'nodes' in client && typeof client.nodes === 'function'
}

function serversOf(client: IoredisClient | IoredisCluster): readonly RespServer[] {
  if (!isCluster(client)) return [serverOf(client.options)]
  return client.nodes('master').map(({ options }) => ({ ...serverOf(options), isNode: true }))
}

function serverOf(options: IoredisOptions): RespServer {
  const { path, host, port, family, tls, username, password, db } = options
  return {
    path,
    host,
    port,
    ...(family && { socket: { family: Number(family) } }),
    ...(tls && { tls: tls === true ? {} : tls }),
    username,
    password: password ?? undefined,
    database: db,
  }
}

function demandClient(client: IoredisClient | IoredisCluster): void {
  const { options, nodes } = Object(client)
  if (typeof nodes === 'function') return
  const { host, sentinels } = Object(options)
  if (typeof host !== 'string')
    throw new TypeError('ioredisChecker needs a Redis or Cluster of ioredis')
  if (sentinels) {
    throw new TypeError('ioredisChecker needs a Redis that knows its host, got one with sentinels')
  }
}
