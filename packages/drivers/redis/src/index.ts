import { CheckError, type Checker, type CheckerOptions, checkerOptions } from '@readyz/core'
import {
  type CheckedServer,
  checkAll,
  type ErrorEmitter,
  type FindServers,
  handleConnectionLoss,
  untilAborted,
} from '@readyz/net'
import { type Cluster, clusterMasters, type RespServer, respServer } from '@readyz/resp'
import { type RedisClient, type RedisOptions, serverOf } from './client.ts'
import { clusterOf, type KnownCluster, mastersOf, type RedisCluster } from './cluster.ts'
import { type Credentials, credentialsOf } from './credentials.ts'

export type { RedisClient, RedisOptions, RedisSocket } from './client.ts'
export type { RedisCluster, RedisNode } from './cluster.ts'
export type { Credentials, CredentialsProvider } from './credentials.ts'

/**
 * Default `name`: `redis`. Default `failure`: `cannot connect to redis.`. The other defaults are
 * those of `Checker`.
 */
export interface RedisCheckerOptions extends CheckerOptions {}

const defaults = { name: 'redis', failure: 'cannot connect to redis.' }

/**
 * A checker for a client that `createClient` or `createCluster` of node-redis 4 or later returns.
 * The driver does not use the client. A check opens a dedicated connection to the server of the
 * client, or to every current master of the cluster. All masters must answer.
 *
 * @throws TypeError if `client` is neither, or for an unknown option
 */
export function redisChecker(
  client: RedisClient | RedisCluster,
  options: RedisCheckerOptions = {},
): Checker {
  assertClient(client)
  const settings = checkerOptions('redisChecker', options, defaults)
  const warnOnce = handleConnectionLoss(client as ErrorEmitter, 'redis')
  return {
    ...settings,
    async check(context) {
      warnOnce()
      await checkAll(context, serversOf(client), { failure: settings.failure, noun: 'nodes' })
    },
  }
}

// The servers are read on every check, because passwords and masters change.
function serversOf(client: RedisClient | RedisCluster): readonly CheckedServer[] | FindServers {
  if (mastersOf(client) === undefined) return [checkedServer((client as RedisClient).options ?? {})]
  const cluster = clusterOf(client as RedisCluster)
  if (cluster === undefined || cluster.masters.length + cluster.others.length === 0) {
    throw new CheckError('no node of the cluster is known.')
  }
  return async (time) => {
    const login = await untilAborted(time.signal, credentialsOf(cluster.options))
    return clusterMasters(withLogin(cluster, login), time)
  }
}

function checkedServer(options: RedisOptions): CheckedServer {
  const server = serverOf(options)
  return {
    title: respServer(server).title,
    async check(signal) {
      const { username, password } = await untilAborted(signal, credentialsOf(options))
      await respServer({ ...server, username, password }).check(signal)
    },
  }
}

function withLogin({ masters, others, find }: KnownCluster, login: Credentials): Cluster {
  const { username, password } = login
  const add = (server: RespServer) => ({ username, password, ...server })
  return { masters: masters.map(add), others: others.map(add), find: (node) => add(find(node)) }
}

function assertClient(client: RedisClient | RedisCluster): void {
  const { options, on, connect } = Object(client)
  const isEmitter = typeof on === 'function' && typeof connect === 'function'
  if (isEmitter && (typeof options === 'object' || mastersOf(client) !== undefined)) return
  const hint = isEmitter
    ? '; a pool or a sentinel does not expose its configuration: pass a client with the same options, which does not have to be connected'
    : ''
  throw new TypeError(
    `redisChecker needs a client that createClient or createCluster of redis returned${hint}`,
  )
}
