import { once } from 'node:events'
import { failOver, type Redis as Server, startRedisCluster } from '@readyz/servers'
import { Cluster } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ioredisChecker } from '../src/index.ts'

const context = { signal: new AbortController().signal, timeout: 20_000 }

async function start(program: 'redis' | 'valkey') {
  const login = program === 'redis' ? 'password' : 'user'
  const nodes = await startRedisCluster(3, { program, login, replicas: 1 })
  onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))))
  return nodes
}

async function connect(nodes: readonly Server[]) {
  const [{ user: username, password }] = nodes as readonly [Server]
  const cluster = new Cluster(
    nodes.map(({ host, port }) => ({ host, port })),
    { redisOptions: { username, password } },
  )
  cluster.on('error', () => {})
  onTestFinished(() => cluster.disconnect())
  await once(cluster, 'ready')
  return cluster
}

describe.each(['redis', 'valkey'] as const)('a Cluster of %s without traffic', (program) => {
  test('passes after the failover of a master to which it has no connection', async () => {
    const nodes = await start(program)
    const cluster = await connect(nodes)
    const checker = ioredisChecker(cluster)
    await checker.check(context)
    const idle = cluster.nodes('master').find(({ status }) => status === 'wait')
    const index = nodes.findIndex(({ port }) => port === idle?.options.port)
    const [master, replica] = [nodes[index], nodes[index + 3]] as [Server, Server]
    await master.stop()
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'refused',
      message: 'cannot connect to redis (1 of 3 nodes).',
    })
    await failOver(nodes, master, replica)
    // The client has not detected the failover.
    expect(cluster.nodes('master').map(({ options }) => options.port)).toContain(master.port)
    for (let checks = 0; checks < 20; checks += 1) await checker.check(context)
    await replica.stop()
    await expect(checker.check(context)).rejects.toMatchObject({ code: 'refused' })
  })
})
