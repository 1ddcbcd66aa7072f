import type { RespServer } from '@readyz/resp'
import type { Credentials, CredentialsProvider } from './credentials.ts'

// The parts of node-redis that the driver uses. The types are structural, because the application
// has installed its own version.

/** A client that `createClient` returns. */
export interface RedisClient {
  /** Includes the parts of a URL. */
  readonly options?: RedisOptions | undefined
}

/** The options of a connection. Missing options have the defaults of node-redis. */
export interface RedisOptions extends Credentials {
  /** The options of `net.connect` or `tls.connect`. */
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

/** The server of a client, without its login. */
export function serverOf({ socket = {}, database }: RedisOptions): RespServer {
  const { host, tls = false, ...more } = socket
  // node-redis 4 does not remove the brackets of an IPv6 address in a URL.
  const connect = { ...more, host: host?.replace(/^\[(.*)\]$/, '$1') }
  return { connect, isSecure: tls, database }
}
