import { type Address, refused, serversConformance } from '@readyz/conformance'
import { type Redis as Server, startRedisCluster } from '@readyz/servers'
import { createCluster } from 'redis'
import { createCluster as createCluster4 } from 'redis-4'
import { createCluster as createCluster5 } from 'redis-5'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { redisChecker } from '../src/index.ts'

const alone = await startRedisCluster(1, { login: 'user' })
const nodes = await startRedisCluster(3, { login: 'password' })
afterAll(() => Promise.all([...alone, ...nodes].map((node) => node.close())))
const [server] = alone as readonly [Server]
// The servers of the rules are proxies in front of one server. CLUSTER SLOTS would report one
// master. Without permission for it, the driver checks the masters that the client knows.
await server.command('ACL', 'SETUSER', server.user, '-cluster|slots')
const { user: username, password } = server
const context = { signal: new AbortController().signal, timeout: 20_000 }

/** The methods of an emitter that the driver uses. */
const emitter = { on() {}, connect() {}, listenerCount: () => 1 }

// An object with the structure of a cluster, because a real client stores each node only once.
function open(addresses: readonly Address[]) {
  const masters = addresses.map(({ host, port }, index) => ({
    host,
    port,
    ...(index === 0 && {
      client: { options: { socket: { host, port }, username, password } },
    }),
  }))
  return { checker: redisChecker({ ...emitter, masters }), close: () => {} }
}

serversConformance(test, open, server)

const options = (servers: readonly Server[]) => ({
  rootNodes: servers.map(({ host, port }) => ({ socket: { host, port } })),
  defaults: { password: servers[0]?.password ?? '' },
})

describe.each([
  ['4.0', () => createCluster4(options(nodes))],
  ['5.0', () => createCluster5(options(nodes))],
  ['newest', () => createCluster(options(nodes))],
])('a cluster of node-redis %s', (_, create) => {
  test('passes while every master answers, and fails while one is frozen', async () => {
    const cluster = create()
    cluster.on('error', () => {})
    await cluster.connect()
    onTestFinished(() => void ('destroy' in cluster ? cluster.destroy() : cluster.disconnect()))
    const checker = redisChecker(cluster)
    await checker.check(context)
    nodes[1]?.freeze()
    // Also enough for the other nodes on a busy machine.
    const limited = { ...context, timeout: 4000 }
    await expect(checker.check(limited)).rejects.toMatchObject({
      code: 'timeout',
      message: 'cannot connect to redis (1 of 3 nodes).',
      cause: { message: `127.0.0.1:${nodes[1]?.port}: no answer within 3200 ms` },
    })
    nodes[1]?.thaw()
    await expect.poll(async () => checker.check(context), { timeout: 60_000 }).toBeUndefined()
  })
})

describe('a cluster', () => {
  const unknown = 'no node of the cluster is known.'
  const failsOnce = { message: 'cannot connect to redis (1 of 3 nodes).', code: 'refused' }

  test('is checked at the addresses to which its client maps its nodes', async () => {
    const ids = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'MYID')))
    const masters = nodes.map(({ host, port }, index) => ({
      id: ids[index] ?? '',
      host: '192.0.2.1',
      port: index,
      client: { options: { socket: { host, port }, password: server.password } },
    }))
    expect(await redisChecker({ ...emitter, masters }).check(context)).toBeUndefined()
    const [first, ...others] = masters
    const { port } = await refused()
    const refusing = { socket: { host: '127.0.0.1', port }, password: server.password }
    const changed = [...others, { ...first, client: { options: refusing } }]
    const checking = redisChecker({ ...emitter, masters: changed }).check(context)
    await expect(checking).rejects.toMatchObject(failsOnce)
  })

  test('of node-redis 6 passes before it connects', async () => {
    const cluster = createCluster(options(nodes))
    cluster.on('error', () => {})
    expect(await redisChecker(cluster).check(context)).toBeUndefined()
    const [{ host, port }] = nodes as readonly [Server]
    const url = `redis://:${server.password}@${host}:${port}`
    const [second, refusing] = [`${host}:${nodes[1]?.port}`, await refused()]
    const nodeAddressMap = (address: string) => (address === second ? refusing : undefined)
    const { defaults } = options(nodes)
    const mapped = createCluster({
      rootNodes: [{ url }],
      defaults,
      nodeAddressMap,
    })
    mapped.on('error', () => {})
    await expect(redisChecker(mapped).check(context)).rejects.toMatchObject(failsOnce)
  })

  test('of node-redis 5 fails while the driver does not know its nodes or its login', async () => {
    const cluster = createCluster5({ ...options(nodes), minimizeConnections: true })
    cluster.on('error', () => {})
    const checker = redisChecker(cluster)
    await expect(checker.check(context)).rejects.toThrow(unknown)
    await cluster.connect()
    onTestFinished(() => cluster.destroy())
    await expect(checker.check(context)).rejects.toThrow(unknown)
    await cluster.get('key')
    expect(await checker.check(context)).toBeUndefined()
  })

  test('reports credentials that cannot be provided as "auth"', async () => {
    const credentialsProvider = {
      type: 'async-credentials-provider' as const,
      credentials: () => Promise.reject(new Error('token expired')),
    }
    const [{ host, port }] = nodes as readonly [Server]
    const masters = [{ host, port, client: { options: { credentialsProvider } } }]
    await expect(redisChecker({ ...emitter, masters }).check(context)).rejects.toMatchObject({
      code: 'auth',
      message: 'cannot connect to redis.',
      cause: { message: 'credentialsProvider failed: token expired' },
    })
  })
})
