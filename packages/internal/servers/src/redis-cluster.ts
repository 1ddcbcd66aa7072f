import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@readyz/conformance'
import { type Redis, type RedisOptions, startRedis } from './redis.ts'

const slots = 16384

/** Starts servers that are a cluster, of so many masters without replicas, each with its part of the slots. */
export async function startRedisCluster(
  size: number,
  options: RedisOptions = {},
): Promise<readonly Redis[]> {
  // Where they talk to each other: by default 10 000 above the other port, which may be none.
  const buses = await Promise.all(Array.from({ length: size }, freePort))
  const nodes = await Promise.all(buses.map((bus) => startNode(String(bus), options)))
  for (const [index, node] of nodes.entries()) {
    const [from, behind = 0] = [index, index + 1].map((part) => Math.floor((part * slots) / size))
    await node.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(behind - 1))
    for (const [other, { host, port }] of nodes.slice(0, index).entries()) {
      await node.command('CLUSTER', 'MEET', host, String(port), String(buses[other]))
    }
  }
  await Promise.all(nodes.map(isWhole))
  return nodes
}

function startNode(bus: string, options: RedisOptions): Promise<Redis> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-port': bus,
    'cluster-node-timeout': '1000',
    ...options.settings,
  }
  return startRedis({ ...options, settings })
}

async function isWhole(node: Redis): Promise<void> {
  const info = await node.command('CLUSTER', 'INFO')
  if (info.includes('cluster_state:ok') && info.includes(`cluster_slots_ok:${slots}`)) return
  await sleep(20)
  await isWhole(node)
}
