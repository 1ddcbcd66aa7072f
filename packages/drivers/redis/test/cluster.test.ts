import { type Address, serversConformance } from '@readyz/conformance'
import { type Redis as Server, startRedisCluster } from '@readyz/servers'
import { createCluster } from 'redis'
import { createCluster as createCluster4 } from 'redis-4'
import { createCluster as createCluster5 } from 'redis-5'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { redisChecker } from '../src/index.ts'

const alone = await startRedisCluster(1, { login: 'password' })
const nodes = await startRedisCluster(3, { login: 'password' })
afterAll(() => Promise.all([...alone, ...nodes].map((node) => node.close())))
const [server] = alone as readonly [Server]
const { password } = server
const context = { signal: new AbortController().signal, timeout: 800 }

/** What a cluster has of an emitter, without the rest. */
const emitter = { on() {}, connect() {}, listenerCount: () => 1 }

// By structure: that its nodes are in truth one is nothing that a client of a cluster would take.
function open(addresses: readonly Address[]) {
  const masters = addresses.map(({ host, port }, index) => ({
    host,
    port,
    ...(index === 0 && { client: { options: { socket: { host, port }, password } } }),
  }))
  return { checker: redisChecker({ ...emitter, masters }), close: () => {} }
}

serversConformance(test, open, server)

const options = (servers: readonly Server[]) => ({
  rootNodes: servers.map(({ host, port }) => ({ socket: { host, port } })),
  defaults: { password },
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
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'timeout',
      message: 'cannot connect to redis (1 of 3 nodes).',
      cause: { message: `127.0.0.1:${nodes[1]?.port}: no answer within 640 ms` },
    })
    nodes[1]?.thaw()
    await expect.poll(async () => checker.check(context), { timeout: 10_000 }).toBeUndefined()
  })
})

describe('a cluster', () => {
  test('is found as its application maps its nodes', async () => {
    const { host, port } = server
    const masters = [
      { host: '127.0.0.1', port: 1, client: { options: { socket: { host, port }, password } } },
    ]
    const checking = redisChecker({ ...emitter, masters }).check(context)
    await expect(checking).resolves.toBeUndefined()
  })

  test('fails while none of its nodes is known, or nobody can tell how to log in', async () => {
    const unknown = 'no node of the cluster is known.'
    const cluster = createCluster({ ...options(alone), minimizeConnections: true })
    cluster.on('error', () => {})
    const checker = redisChecker(cluster)
    await expect(checker.check(context)).rejects.toThrow(unknown)
    await cluster.connect()
    onTestFinished(() => cluster.destroy())
    await expect(checker.check(context)).rejects.toThrow(unknown)
    await cluster.get('key')
    expect(await checker.check(context)).toBeUndefined()
  })
})
