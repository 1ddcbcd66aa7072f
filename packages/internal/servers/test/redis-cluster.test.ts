import { expect, onTestFinished, test } from 'vitest'
import { startRedisCluster } from '../src/index.ts'

test.each(['redis', 'valkey'] as const)(
  'every node of a cluster of %s lists all nodes, and redirects a key to the node of its slot',
  async (program) => {
    const nodes = await startRedisCluster(3, { program, login: 'password' })
    onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))))
    const ports = nodes.map(({ port }) => String(port)).toSorted((a, b) => a.localeCompare(b))
    for (const node of nodes) {
      const found = (await node.command('CLUSTER', 'NODES')).matchAll(/:(\d+)@/g)
      const known = Array.from(found, ([, port = '']) => port)
      expect(known.toSorted((a, b) => a.localeCompare(b))).toEqual(ports)
      expect(await node.command('CLUSTER', 'KEYSLOT', 'key')).toBe('12539')
    }
    expect(await nodes[2]?.command('SET', 'key', 'value')).toBe('OK')
    await expect(nodes[0]?.command('GET', 'key')).rejects.toThrow(
      `MOVED 12539 127.0.0.1:${nodes[2]?.port}`,
    )
  },
)
