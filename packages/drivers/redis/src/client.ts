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
  readonly host: string
  readonly port: number
  /** Absent as long as nobody has asked it anything. */
  readonly client?: unknown
}

/** A server of the client, without its login. */
export function serverOf({ socket = {}, database }: RedisOptions): RespServer {
  const { path, host, port, tls, ...more } = socket
  return {
    path,
    // node-redis 4 leaves an IPv6 address of a URL in its brackets.
    host: host?.replace(/^\[(.*)\]$/, '$1'),
    port,
    socket: more,
    ...(tls && { tls: more }),
    database,
  }
}
