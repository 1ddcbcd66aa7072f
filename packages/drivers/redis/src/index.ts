import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import { type AskedServer, askEvery, type ErrorEmitter, surviveLosses, until } from '@readyz/net'
import { respServer } from '@readyz/resp'
import { mastersOf, type RedisClient, type RedisCluster, type Target, targetsOf } from './client.ts'
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
      const servers = targetsOf(client).map(asked)
      if (servers.length === 0) throw new CheckError('no node of the cluster is known.')
      await askEvery(context, servers, { failure: settled.failure, noun: 'nodes' })
    },
  }
}

function asked({ options, server }: Target): AskedServer {
  return {
    title: respServer(server).title,
    async ask(signal) {
      const { username, password } = await until(signal, credentialsOf(options))
      await respServer({ ...server, username, password }).ask(signal)
    },
  }
}

function demandClient(client: RedisClient | RedisCluster): void {
  const { options, on, connect } = Object(client)
  const isEmitter = typeof on === 'function' && typeof connect === 'function'
  if (isEmitter && (typeof options === 'object' || mastersOf(client) !== undefined)) return
  const hint = isEmitter
    ? '; a pool or a sentinel shows nobody how it connects: give it a client of the same options, which need not be connected'
    : ''
  throw new TypeError(
    `redisChecker needs what createClient or createCluster of redis returned${hint}`,
  )
}
