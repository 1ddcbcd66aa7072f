import type { ConnectionOptions } from 'node:tls'
import type { CheckedServer } from '@readyz/net'
import {
  type Address,
  type ConnectOptions,
  type RespServer,
  respServer,
  sentinelsMaster,
} from '@readyz/resp'

// What is needed of ioredis, by structure: it is the application's, in whatever version it has.

/** A `Redis` of ioredis. */
export interface IoredisClient {
  readonly options: IoredisOptions
}

/** How it connects; what it was not told has the defaults of ioredis. */
export interface IoredisOptions {
  readonly host?: string | undefined
  readonly port?: number | undefined
  /** Wins over a host. */
  readonly path?: string | undefined
  /** Written out, where it comes from a URL. */
  readonly family?: number | string | undefined
  readonly tls?: Tls
  readonly username?: string | undefined
  readonly password?: string | null | undefined
  readonly db?: number | undefined
  /** Its server is the one that they name, whatever `host` says. */
  readonly sentinels?: readonly IoredisSentinel[] | null | undefined
  /** That of the group. */
  readonly name?: string | undefined
  readonly role?: string | undefined
  readonly sentinelUsername?: string | null | undefined
  readonly sentinelPassword?: string | null | undefined
  readonly sentinelTLS?: Tls
  /** Whether `tls` is for the master. */
  readonly enableTLSForSentinelMode?: boolean | undefined
  readonly natMap?: NatMap | null | undefined
}

/** `true`: with the defaults of node, as of a `rediss:` URL. */
type Tls = ConnectionOptions | boolean | null | undefined

export interface IoredisSentinel {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly family?: number | undefined
}

export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** Where a server is, of which others say `host:port`. */
export type NatMap =
  | Readonly<Record<string, HostAndPort>>
  | ((address: string) => HostAndPort | null | undefined)

/** The server of a `Redis`, as it is now. */
export function serverOfClient({ options }: IoredisClient): CheckedServer {
  const { sentinels } = options
  return sentinels ? masterOf(options, sentinels) : respServer(serverOf(options))
}

export function serverOf(options: IoredisOptions): RespServer {
  const { path, host, port, family, tls } = options
  return {
    ...addressOf(path ? { path } : { host, port, ...familyOf(family) }, tls),
    ...loginOf(options),
  }
}

function masterOf(options: IoredisOptions, sentinels: readonly IoredisSentinel[]): CheckedServer {
  const { name = '', path, family, tls, sentinelTLS, enableTLSForSentinelMode } = options
  const common = path ? undefined : family
  return sentinelsMaster({
    name,
    sentinels: sentinels.map(({ host, port = 26379, family: own = common }) => ({
      ...addressOf({ host, port, ...familyOf(own) }, sentinelTLS),
      username: options.sentinelUsername ?? undefined,
      password: options.sentinelPassword ?? undefined,
    })),
    masterAt: (host, port) => ({
      ...addressOf(mapped({ host, port }, options.natMap), enableTLSForSentinelMode && tls),
      ...loginOf(options),
    }),
  })
}

export function mapped(address: HostAndPort, map: IoredisOptions['natMap']): HostAndPort {
  const key = `${address.host}:${address.port}`
  return (typeof map === 'function' ? map(key) : map?.[key]) ?? address
}

// What is given for TLS wins over the rest, as in ioredis.
function addressOf(connect: ConnectOptions, tls: Tls): Address {
  return { connect: { ...connect, ...Object(tls) }, isSecure: Boolean(tls) }
}

const familyOf = (family: IoredisOptions['family']) => family && { family: Number(family) }

function loginOf({ username, password, db }: IoredisOptions) {
  return { username, password: password ?? undefined, database: db }
}
