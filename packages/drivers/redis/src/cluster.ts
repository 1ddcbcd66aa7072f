import {
  type Cluster,
  type NamedNode,
  parseRedisUrl,
  type RedisUrl,
  type RespServer,
} from '@readyz/resp'
import { type RedisClient, type RedisOptions, type RedisSocket, serverOf } from './client.ts'

/** A cluster that `createCluster` returns. */
export interface RedisCluster {
  readonly masters?: readonly RedisNode[]
  /** In node-redis 4.0. */
  getMasters?(): readonly RedisNode[]
  /** With `useReplicas`, and from node-redis 4.1 on. */
  readonly replicas?: readonly RedisNode[]
}

export interface RedisNode {
  readonly id?: string
  /**
   * The address that the cluster reports. The client may use another address. Missing in node-redis
   * 4.0.
   */
  readonly host?: string
  readonly port?: number
  /** Absent until a command was sent to the node. */
  readonly client?: unknown
}

/**
 * The options of `createCluster`. They are missing in the types, and can be read only since
 * node-redis 6.
 */
interface ClusterOptions {
  readonly rootNodes: readonly RootNode[]
  readonly defaults?: RedisOptions
  readonly nodeAddressMap?: AddressMap
}

interface RootNode extends RedisOptions {
  readonly url?: string
}

type AddressMap =
  | Readonly<Record<string, RedisSocket>>
  | ((address: string) => RedisSocket | undefined)

/** A cluster whose servers contain no login. The login is that of `options`. */
export interface KnownCluster extends Cluster {
  readonly options: RedisOptions
}

export function mastersOf(client: RedisClient | RedisCluster): readonly RedisNode[] | undefined {
  const { masters, getMasters } = client as RedisCluster
  return masters ?? getMasters?.call(client)
}

/**
 * The nodes that the client knows now. `undefined` if the client does not expose its configuration.
 */
export function clusterOf(client: RedisCluster): KnownCluster | undefined {
  const clusterOptions: ClusterOptions | undefined = Reflect.get(client, '_options')
  const [masters, replicas] = [mastersOf(client) ?? [], client.replicas ?? []]
  const known = [...masters, ...replicas]
  // All nodes have the same options. If the cluster does not expose them, they are read from a node
  // that has a client.
  const options = clusterOptions
    ? (clusterOptions.defaults ?? {})
    : known.map(optionsOf).find((each) => each)
  if (options === undefined) return undefined
  const serverAt = (socket: RedisSocket | undefined) =>
    serverOf({ ...options, socket: { ...options.socket, path: undefined, ...socket } })
  const serverOfNode = (node: RedisNode) => {
    const nodeOptions = optionsOf(node)
    return nodeOptions
      ? serverOf(nodeOptions)
      : serverAt(socketOf(node, clusterOptions?.nodeAddressMap))
  }
  const rootNodes = clusterOptions?.rootNodes ?? []
  return {
    options,
    masters: masters.map(serverOfNode),
    others: [...replicas.map(serverOfNode), ...rootNodes.map(rootServer(serverAt))],
    find: (named) => serverOfNode(known.find((node) => isSame(node, named)) ?? named),
  }
}

function optionsOf({ client }: RedisNode): RedisOptions | undefined {
  return client ? ((client as RedisClient).options ?? {}) : undefined
}

function socketOf({ host, port }: RedisNode, map: AddressMap | undefined): RedisSocket {
  const address = `${host}:${port}`
  return (typeof map === 'function' ? map(address) : map?.[address]) ?? { host, port }
}

function isSame(node: RedisNode, named: NamedNode): boolean {
  if (node.id !== undefined && named.id !== '') return node.id === named.id
  return node.host === named.host && node.port === named.port
}

const rootServer =
  (serverAt: (socket: RedisSocket | undefined) => RespServer) =>
  ({ url, socket, username, password }: RootNode): RespServer => {
    const parsed: Partial<RedisUrl> = parseRedisUrl(url ?? '') ?? {}
    const { host, port, isSecure } = parsed
    const server = serverAt({ ...(url && { host, port, tls: isSecure }), ...socket })
    const login = { username: username ?? parsed.username, password: password ?? parsed.password }
    return login.password === undefined ? server : { ...server, ...login }
  }
