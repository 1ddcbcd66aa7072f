import {
  type Cluster,
  type NamedNode,
  parseRedisUrl,
  type RedisUrl,
  type RespServer,
} from '@readyz/resp'
import { type RedisClient, type RedisOptions, type RedisSocket, serverOf } from './client.ts'

/** What `createCluster` returns. */
export interface RedisCluster {
  readonly masters?: readonly RedisNode[]
  /** In node-redis 4.0. */
  getMasters?(): readonly RedisNode[]
  /** With `useReplicas`, and from node-redis 4.1 on. */
  readonly replicas?: readonly RedisNode[]
}

export interface RedisNode {
  readonly id?: string
  /** As the cluster says; the client may know another way there. In node-redis 4.0 only the client knows. */
  readonly host?: string
  readonly port?: number
  /** Absent as long as nobody has asked it anything. */
  readonly client?: unknown
}

/** What `createCluster` was told. No release names it in its types, and only from node-redis 6 on can it be read. */
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

/** A cluster whose servers have no login of their own: it is that of `options`. */
export interface KnownCluster extends Cluster {
  readonly options: RedisOptions
}

export function mastersOf(client: RedisClient | RedisCluster): readonly RedisNode[] | undefined {
  const { masters, getMasters } = client as RedisCluster
  return masters ?? getMasters?.call(client)
}

/** What the client knows of its cluster now. `undefined` if it does not show how it connects. */
export function clusterOf(client: RedisCluster): KnownCluster | undefined {
  const given: ClusterOptions | undefined = Reflect.get(client, '_options')
  const [masters, replicas] = [mastersOf(client) ?? [], client.replicas ?? []]
  const known = [...masters, ...replicas]
  // All nodes have the same options. Where the cluster does not show them, a node that has a client does.
  const options = given ? (given.defaults ?? {}) : known.map(optionsOf).find((each) => each)
  if (options === undefined) return undefined
  const serverAt = (socket: RedisSocket | undefined) =>
    serverOf({ ...options, socket: { ...options.socket, path: undefined, ...socket } })
  const serverOfNode = (node: RedisNode) => {
    const own = optionsOf(node)
    return own ? serverOf(own) : serverAt(socketOf(node, given?.nodeAddressMap))
  }
  return {
    options,
    masters: masters.map(serverOfNode),
    others: [...replicas.map(serverOfNode), ...(given?.rootNodes ?? []).map(rootServer(serverAt))],
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
