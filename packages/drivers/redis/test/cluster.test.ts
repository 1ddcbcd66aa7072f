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
// The servers of the rules are in truth one, which the list of the nodes would show: then what the client knows counts.
await server.command('ACL', 'SETUSER', server.user, '-cluster|slots')
const { user: username, password } = server
const context = { signal: new AbortController().signal, timeout: 20_000 }

/** What a cluster has of an emitter, without the rest. */
const emitter = { on() {}, connect() {}, listenerCount: () => 1 }

// By structure: no client of a cluster would take the same node three times.
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
  test('passes while every master answers, and the cluster is whole', async () => {
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

  test('is found as its client maps its nodes', async () => {
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
    const lost = { socket: { host: '127.0.0.1', port }, password: server.password }
    const moved = [...others, { ...first, client: { options: lost } }]
    const checking = redisChecker({ ...emitter, masters: moved }).check(context)
    await expect(checking).rejects.toMatchObject(failsOnce)
  })

  test('of node-redis 6 is checked before it connects', async () => {
    const cluster = createCluster(options(nodes))
    cluster.on('error', () => {})
    expect(await redisChecker(cluster).check(context)).toBeUndefined()
    const [{ host, port }] = nodes as readonly [Server]
    const url = `redis://:${server.password}@${host}:${port}`
    const [lost, elsewhere] = [`${host}:${nodes[1]?.port}`, await refused()]
    const nodeAddressMap = (address: string) => (address === lost ? elsewhere : undefined)
    const { defaults } = options(nodes)
    const mapped = createCluster({
      rootNodes: [{ url }],
      defaults,
      nodeAddressMap,
    })
    mapped.on('error', () => {})
    await expect(redisChecker(mapped).check(context)).rejects.toMatchObject(failsOnce)
  })

  test('of node-redis 5 fails while none of its nodes is known, or it does not show its login', async () => {
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

  test('fails with the reason "auth" when its provider of credentials rejects', async () => {
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
