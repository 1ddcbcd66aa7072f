import type { ConnectionOptions } from 'node:tls'
import type { CheckedServer } from '@readyz/net'
import {
  type Address,
  type ConnectOptions,
  type RespServer,
  respServer,
  sentinelsMaster,
} from '@readyz/resp'

// The parts of ioredis that the driver uses. The types are structural, because the application has
// installed its own version.

/** A `Redis` of ioredis. */
export interface IoredisClient {
  readonly options: IoredisOptions
}

/** The options of a connection. Missing options have the defaults of ioredis. */
export interface IoredisOptions {
  readonly host?: string | undefined
  readonly port?: number | undefined
  /** Takes precedence over `host`. */
  readonly path?: string | undefined
  /** A string if it comes from a URL. */
  readonly family?: number | string | undefined
  readonly tls?: Tls
  readonly username?: string | undefined
  readonly password?: string | null | undefined
  readonly db?: number | undefined
  /** The server is the master that the sentinels report, whatever `host` is. */
  readonly sentinels?: readonly IoredisSentinel[] | null | undefined
  /** The name of the group. */
  readonly name?: string | undefined
  readonly role?: string | undefined
  readonly sentinelUsername?: string | null | undefined
  readonly sentinelPassword?: string | null | undefined
  readonly sentinelTLS?: Tls
  /** Whether `tls` applies to the master. */
  readonly enableTLSForSentinelMode?: boolean | undefined
  readonly natMap?: NatMap | null | undefined
}

/** `true` means the defaults of Node.js, as for a `rediss:` URL. */
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

/** Maps the `host:port` that other servers report to the address that the client uses. */
export type NatMap =
  | Readonly<Record<string, HostAndPort>>
  | ((address: string) => HostAndPort | null | undefined)

/** Returns the current server of a `Redis`. */
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
    sentinels: sentinels.map(({ host, port = 26379, family: ownFamily = common }) => ({
      ...addressOf({ host, port, ...familyOf(ownFamily) }, sentinelTLS),
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

// As in ioredis, the options of TLS take precedence.
function addressOf(connect: ConnectOptions, tls: Tls): Address {
  return { connect: { ...connect, ...Object(tls) }, isSecure: Boolean(tls) }
}

const familyOf = (family: IoredisOptions['family']) => family && { family: Number(family) }

function loginOf({ username, password, db }: IoredisOptions) {
  return { username, password: password ?? undefined, database: db }
}
