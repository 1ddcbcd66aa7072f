import { failOver, type Redis as Server, startRedisCluster } from '@readyz/servers'
import { createCluster } from 'redis'
import { createCluster as createCluster4 } from 'redis-4'
import { createCluster as createCluster5 } from 'redis-5'
import { describe, expect, onTestFinished, test } from 'vitest'
import { redisChecker } from '../src/index.ts'

const context = { signal: new AbortController().signal, timeout: 20_000 }

const options = (nodes: readonly Server[]) => ({
  rootNodes: nodes.map(({ host, port }) => ({ socket: { host, port } })),
  defaults: { username: nodes[0]?.user ?? '', password: nodes[0]?.password ?? '' },
})

describe.each([
  ['4.0', 'redis', (nodes: readonly Server[]) => createCluster4(options(nodes))],
  ['5.0', 'valkey', (nodes: readonly Server[]) => createCluster5(options(nodes))],
  ['newest', 'redis', (nodes: readonly Server[]) => createCluster(options(nodes))],
] as const)('a cluster of node-redis %s without traffic', (_, program, create) => {
  test('passes after the failover of a master', async () => {
    const nodes = await startRedisCluster(3, { program, login: 'user', replicas: 1 })
    onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))))
    const cluster = create(nodes)
    cluster.on('error', () => {})
    await cluster.connect()
    onTestFinished(() => void ('destroy' in cluster ? cluster.destroy() : cluster.disconnect()))
    const checker = redisChecker(cluster)
    await checker.check(context)
    const [master, , , replica] = nodes as readonly [Server, Server, Server, Server]
    await master.stop()
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'refused',
      message: 'cannot connect to redis (1 of 3 nodes).',
    })
    await failOver(nodes, master, replica)
    for (let checks = 0; checks < 20; checks += 1) await checker.check(context)
    await replica.stop()
    await expect(checker.check(context)).rejects.toMatchObject({ code: 'refused' })
  })
})
