import { type Address, serversConformance } from '@readyz/conformance'
import { type Redis as Server, startRedisCluster } from '@readyz/servers'
import { Cluster } from 'ioredis'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { ioredisChecker } from '../src/index.ts'

const alone = await startRedisCluster(1, { login: 'user' })
const nodes = await startRedisCluster(3, { login: 'password' })
afterAll(() => Promise.all([...alone, ...nodes].map((node) => node.close())))
const [server] = alone as readonly [Server]
// The servers of the rules are proxies in front of one server. CLUSTER SLOTS would report one
// master. Without permission for it, the driver checks the masters that the client knows.
await server.command('ACL', 'SETUSER', server.user, '-cluster|slots')
const { user: username, password } = server

// An object with the structure of a cluster, because a real client stores each node only once.
function open(addresses: readonly Address[]) {
  const masters = addresses.map(({ host, port }) => ({
    options: { host, port, username, password },
  }))
  return { checker: ioredisChecker({ nodes: () => masters }), close: () => {} }
}

serversConformance(test, open, server)

describe('a Cluster of ioredis', () => {
  const context = { signal: new AbortController().signal, timeout: 20_000 }
  const connect = (servers: readonly Server[]) => {
    const cluster = new Cluster(
      servers.map(({ host, port }) => ({ host, port })),
      { redisOptions: { password } },
    )
    cluster.on('error', () => {})
    onTestFinished(() => cluster.disconnect())
    return cluster
  }

  test('passes while every master answers, and fails while one is frozen', async () => {
    const cluster = connect(nodes)
    await cluster.set('key', 'value')
    const checker = ioredisChecker(cluster)
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
    expect(await cluster.get('key')).toBe('value')
  })

  test.each([
    ['options', ({ host, port }: Server) => ({ host, port })],
    ['a port', ({ port }: Server) => port],
    ['an address', ({ host, port }: Server) => `${host}:${port}`],
    ['a URL', ({ host, port }: Server) => `redis://:${password}@${host}:${port}`],
  ])('passes before it connects if a start node is given as %s', async (_, nodeOf) => {
    const [node] = nodes as readonly [Server]
    const cluster = new Cluster([nodeOf(node)], { lazyConnect: true, redisOptions: { password } })
    expect(await ioredisChecker(cluster).check(context)).toBeUndefined()
    expect(cluster.nodes('master')).toEqual([])
  })

  test('fails while the client knows no nodes', async () => {
    const cluster = new Cluster([], { lazyConnect: true })
    await expect(ioredisChecker(cluster).check(context)).rejects.toThrow(
      'no node of the cluster is known.',
    )
  })

  test('maps the addresses of its nodes with natMap', async () => {
    const natMap = Object.fromEntries(
      nodes.map(({ host, port }) => [`${host}:${port}`, { host: 'localhost', port }]),
    )
    const startNodes = nodes.map(({ port }) => ({ host: 'localhost', port }))
    const options = { lazyConnect: true, redisOptions: { password }, natMap }
    expect(await ioredisChecker(new Cluster(startNodes, options)).check(context)).toBeUndefined()
    const refusing = { host: '127.0.0.1', port: 1 }
    const wrong = { ...options, natMap: { ...natMap, [`127.0.0.1:${nodes[1]?.port}`]: refusing } }
    await expect(
      ioredisChecker(new Cluster(startNodes, wrong)).check(context),
    ).rejects.toMatchObject({ message: 'cannot connect to redis (1 of 3 nodes).', code: 'refused' })
  })
})
