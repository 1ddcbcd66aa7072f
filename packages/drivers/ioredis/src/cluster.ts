import { type Cluster, parseRedisUrl } from '@readyz/resp'
import { type IoredisClient, type IoredisOptions, mapped, type NatMap, serverOf } from './client.ts'

/** A `Cluster` of ioredis. */
export interface IoredisCluster {
  nodes(role: 'master' | 'slave'): readonly IoredisClient[]
  readonly options?: IoredisClusterOptions
}

export interface IoredisClusterOptions {
  /** The options of all nodes. */
  readonly redisOptions?: IoredisOptions | undefined
  readonly natMap?: NatMap | null | undefined
}

export function isCluster(client: IoredisClient | IoredisCluster): client is IoredisCluster {
  return 'nodes' in client && typeof client.nodes === 'function'
}

/** The nodes that the client knows now. */
export function clusterOf(client: IoredisCluster): Cluster {
  const { redisOptions = {}, natMap } = client.options ?? {}
  const [masters, replicas] = [client.nodes('master'), client.nodes('slave')]
  const known = [...masters, ...replicas].map(({ options }) => options)
  // A node that the client does not know has the common options.
  const common = client.options ? redisOptions : (known[0] ?? {})
  return {
    masters: masters.map(({ options }) => serverOf(options)),
    others: [
      ...replicas.map(({ options }) => serverOf(options)),
      ...startNodesOf(client).map((node) => serverOf({ ...redisOptions, ...node })),
    ],
    find({ host, port }) {
      const address = mapped({ host, port }, natMap)
      const node = known.find((each) => each.host === address.host && each.port === address.port)
      return serverOf(node ?? { ...common, path: undefined, ...address })
    },
  }
}

/** The nodes that the application has configured. They are missing in the types of ioredis. */
function startNodesOf(client: IoredisCluster): readonly IoredisOptions[] {
  const nodes: unknown = Reflect.get(client, 'startupNodes')
  return Array.isArray(nodes) ? nodes.flatMap(startNodeOf) : []
}

// As in ioredis, a start node is a port, a URL or an object of options.
function startNodeOf(node: unknown): readonly IoredisOptions[] {
  if (typeof node === 'object' && node !== null) return [node]
  const text = String(node)
  if (/^\d+$/.test(text)) return [{ host: '127.0.0.1', port: Number(text) }]
  const url = parseRedisUrl(text.includes('://') ? text : `redis://${text}`)
  if (url === undefined) return []
  const { isSecure, ...options } = url
  return [{ ...options, ...(isSecure && { tls: true }) }]
}
