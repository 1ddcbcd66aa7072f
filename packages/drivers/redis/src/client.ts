import type { RespServer } from '@readyz/resp'
import type { Credentials, CredentialsProvider } from './credentials.ts'

// What is needed of node-redis, by structure: it is the application's, in whatever version it has.

/** What `createClient` returns. */
export interface RedisClient {
  /** A URL is parsed into it. */
  readonly options?: RedisOptions | undefined
}

/** How it connects; what it was not told has the defaults of node-redis. */
export interface RedisOptions extends Credentials {
  /** Is handed to `net.connect`, or to `tls.connect`. */
  readonly socket?: RedisSocket | undefined
  readonly database?: number | undefined
  readonly credentialsProvider?: CredentialsProvider | undefined
}

export interface RedisSocket {
  readonly path?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly tls?: boolean | undefined
}

/** What `createCluster` returns. */
export interface RedisCluster {
  readonly masters?: readonly RedisNode[]
  /** In node-redis 4.0. */
  getMasters?(): readonly RedisNode[]
}

export interface RedisNode {
  /** As the cluster says; the client may know another way there. In node-redis 4.0 only the client knows. */
  readonly host?: string
  readonly port?: number
  /** Absent as long as nobody has asked it anything. */
  readonly client?: unknown
}

/** A server that has to answer, and whose options say how to log in. */
export interface Target {
  readonly options: RedisOptions
  readonly server: RespServer
}

/** All that have to answer, as they are now. */
export function targetsOf(client: RedisClient | RedisCluster): readonly Target[] {
  const masters = mastersOf(client)
  if (masters !== undefined) return nodesOf(masters)
  const options = optionsOf(client)
  return [{ options, server: serverOf(options) }]
}

export function mastersOf(client: RedisClient | RedisCluster): readonly RedisNode[] | undefined {
  const { masters, getMasters } = client as RedisCluster
  return masters ?? getMasters?.call(client)
}

// All nodes have the same options, but not every one has a client yet. Where none has, nobody can tell how to log in.
function nodesOf(masters: readonly RedisNode[]): readonly Target[] {
  const common = masters.find(({ client }) => client)?.client
  if (common === undefined) return []
  return masters.map(({ client, host, port }) => {
    const options = optionsOf(client ?? common)
    const server = serverOf(options)
    const connect = client ? server.connect : { ...server.connect, path: undefined, host, port }
    return { options, server: { ...server, connect, isNode: true } }
  })
}

const optionsOf = (client: unknown): RedisOptions => (client as RedisClient).options ?? {}

/** Without a login. */
function serverOf({ socket = {}, database }: RedisOptions): RespServer {
  const { host, tls = false, ...more } = socket
  // node-redis 4 leaves an IPv6 address of a URL in its brackets.
  const connect = { ...more, host: host?.replace(/^\[(.*)\]$/, '$1') }
  return { connect, isSecure: tls, database }
}
