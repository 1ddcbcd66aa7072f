import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type AskedServer, askEvery, type ErrorEmitter, surviveLosses, until } from '@readyz/net'
import { type RespServer, respServer } from '@readyz/resp'
import {
  type RedisClient,
  type RedisCluster,
  type RedisNode,
  type RedisOptions,
  serverOf,
} from './client.ts'
import { credentialsOf } from './credentials.ts'

export type { RedisClient, RedisCluster, RedisNode, RedisOptions, RedisSocket } from './client.ts'
export type { Credentials, CredentialsProvider } from './credentials.ts'

/** Defaults: the name `redis`, the failure `cannot connect to redis.`, for the rest those of a `Checker`. */
export interface RedisCheckerOptions extends CheckerOptions {}

const defaults = { name: 'redis', failure: 'cannot connect to redis.' }

/**
 * A checker over what `createClient` or `createCluster` of node-redis 4 or later returned, which is not asked itself: its
 * server is, over a connection of our own, or every master of the cluster that it knows, all of which must answer.
 *
 * @throws TypeError if it is neither, or for an option that does not exist
 */
export function redisChecker(
  client: RedisClient | RedisCluster,
  options: RedisCheckerOptions = {},
): Checker {
  demandClient(client)
  const settled = checkerOptions('redisChecker', options, defaults)
  const warnOnce = surviveLosses(client as ErrorEmitter, 'redis')
  return {
    ...settled,
    async check(context) {
      warnOnce()
      // Read anew each time: passwords get rotated, and masters change.
      const servers = askedServers(client)
      if (servers.length === 0) throw new CheckError('no node of the cluster is known.')
      await askEvery(context, servers, { failure: settled.failure, noun: 'nodes' })
    },
  }
}

function askedServers(client: RedisClient | RedisCluster): readonly AskedServer[] {
  const masters = mastersOf(client)
  if (masters === undefined) {
    const { options = {} } = client as RedisClient
    return [asked(options, serverOf(options))]
  }
  // All nodes of a cluster have the same options, but not every one has a client yet.
  const { options = {} } = (masters.find((node) => node.client)?.client ?? {}) as RedisClient
  return masters.map(({ host, port }) => {
    return asked(options, { ...serverOf(options), path: undefined, host, port, isNode: true })
  })
}

function asked(options: RedisOptions, server: RespServer): AskedServer {
  return {
    title: respServer(server).title,
    async ask(signal) {
      const login = await until(signal, credentialsOf(options))
      await respServer({ ...server, ...login }).ask(signal)
    },
  }
}

function mastersOf(client: RedisClient | RedisCluster): readonly RedisNode[] | undefined {
  const { masters, getMasters } = client as RedisCluster
  return masters ?? getMasters?.call(client)
}

// A pool and a sentinel of node-redis show nobody how they connect.
function demandClient(client: RedisClient | RedisCluster): void {
  const { options, on } = Object(client)
  const isClient = typeof options === 'object' || mastersOf(Object(client)) !== undefined
  if (isClient && typeof on === 'function') return
  throw new TypeError('redisChecker needs what createClient or createCluster of redis returned')
}
