import { type Address, serversConformance } from '@readyz/conformance'
import { type Redis as Server, startRedisCluster } from '@readyz/servers'
import { Cluster } from 'ioredis'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { ioredisChecker } from '../src/index.ts'

const alone = await startRedisCluster(1, { login: 'password' })
const nodes = await startRedisCluster(3, { login: 'password' })
afterAll(() => Promise.all([...alone, ...nodes].map((node) => node.close())))
const [server] = alone as readonly [Server]
const { password } = server

// By structure: that its nodes are in truth one is nothing that a client of a cluster would take.
function open(addresses: readonly Address[]) {
  const masters = addresses.map(({ host, port }) => ({ options: { host, port, password } }))
  return { checker: ioredisChecker({ nodes: () => masters }), close: () => {} }
}

serversConformance(test, open, server)

describe('a Cluster of ioredis', () => {
  const context = { signal: new AbortController().signal, timeout: 800 }
  const connect = (servers: readonly Server[]) => {
    const cluster = new Cluster(
      servers.map(({ host, port }) => ({ host, port })),
      { redisOptions: { password } },
    )
    cluster.on('error', () => {})
    onTestFinished(() => cluster.disconnect())
    return cluster
  }

  test('passes while every master answers, and the cluster is whole', async () => {
    const cluster = connect(nodes)
    await cluster.set('key', 'value')
    const checker = ioredisChecker(cluster)
    await checker.check(context)
    nodes[1]?.freeze()
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'timeout',
      message: 'cannot connect to redis (1 of 3 nodes).',
      cause: { message: `127.0.0.1:${nodes[1]?.port}: no answer within 640 ms` },
    })
    nodes[1]?.thaw()
    await expect.poll(async () => checker.check(context), { timeout: 10_000 }).toBeUndefined()
    expect(await cluster.get('key')).toBe('value')
  })

  test('fails while none of its nodes is known', async () => {
    const cluster = new Cluster([server], { lazyConnect: true })
    await expect(ioredisChecker(cluster).check(context)).rejects.toThrow(
      'no node of the cluster is known.',
    )
  })
})
