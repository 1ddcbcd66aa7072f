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

/** Without a login. */
export function serverOf({ socket = {}, database }: RedisOptions): RespServer {
  const { host, tls = false, ...more } = socket
  // node-redis 4 leaves an IPv6 address of a URL in its brackets.
  const connect = { ...more, host: host?.replace(/^\[(.*)\]$/, '$1') }
  return { connect, isSecure: tls, database }
}
