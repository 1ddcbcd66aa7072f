import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@readyz/conformance'
import { type Redis, type RedisOptions, startRedis } from './redis.ts'

export interface RedisClusterOptions extends RedisOptions {
  /** The number of replicas of each master. Default: 0. */
  readonly replicas?: number
}

const slots = 16384

// Milliseconds after which a node that does not respond counts as failed. The long one prevents
// false failures on a busy machine. With the short one the nodes exchange their states more often
// and detect a failure sooner.
const nodeTimeout = { long: '60000', short: '1000' }

/**
 * Starts a cluster with `size` masters and divides the slots between them. Returns the masters,
 * then one replica of each in the same order, then the next replicas.
 */
export async function startRedisCluster(
  size: number,
  options: RedisClusterOptions = {},
): Promise<readonly Redis[]> {
  const { replicas = 0 } = options
  // The ports of the cluster bus. The default is 10 000 above the port, which may exceed 65535.
  const buses = await Promise.all(Array.from({ length: size * (1 + replicas) }, freePort))
  const nodes = await Promise.all(buses.map((bus) => startNode(String(bus), options)))
  await withShortTimeout(nodes, () => joinNodes(nodes, buses, size))
  return nodes
}

/**
 * Kills a master, promotes its replica, and waits until all other nodes have recorded the failover.
 */
export async function failOver(
  nodes: readonly Redis[],
  master: Redis,
  replica: Redis,
): Promise<void> {
  await master.stop()
  // `TAKEOVER` needs no vote. The nodes would vote only after they have detected the failure.
  await replica.command('CLUSTER', 'FAILOVER', 'TAKEOVER')
  const others = nodes.filter((node) => node !== master)
  const id = await replica.command('CLUSTER', 'MYID')
  const recorded = new RegExp(`^${id} .*master\\b.* \\d+-`, 'm')
  await withShortTimeout(others, async () => {
    await Promise.all(others.map((node) => until(node, ['CLUSTER', 'NODES'], recorded)))
    await untilAllSlotsServed(others)
  })
}

/** Waits until all nodes report that every slot is served. */
async function untilAllSlotsServed(nodes: readonly Redis[]): Promise<void> {
  const allServed = new RegExp(`cluster_state:ok[\\s\\S]*cluster_slots_ok:${slots}\\b`)
  await Promise.all(nodes.map((node) => until(node, ['CLUSTER', 'INFO'], allServed)))
}

/** Waits until the nodes have agreed that a master without a replica has failed. */
export async function untilMasterFailed(nodes: readonly Redis[]): Promise<void> {
  const failed = /cluster_slots_pfail:0\b[\s\S]*cluster_slots_fail:[1-9]/
  await withShortTimeout(nodes, () =>
    Promise.all(nodes.map((node) => until(node, ['CLUSTER', 'INFO'], failed))),
  )
}

function startNode(bus: string, options: RedisOptions): Promise<Redis> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-port': bus,
    'cluster-node-timeout': nodeTimeout.long,
    // A replica becomes a master only in `failOver`.
    'cluster-replica-no-failover': 'yes',
    // A replica synchronizes without a delay, and a master does not wait for its replica when it
    // stops.
    'repl-diskless-sync-delay': '0',
    'shutdown-timeout': '0',
    ...options.settings,
  }
  return startRedis({ ...options, settings })
}

async function withShortTimeout(
  nodes: readonly Redis[],
  work: () => Promise<unknown>,
): Promise<void> {
  const set = (value: string) =>
    Promise.all(nodes.map((node) => node.command('CONFIG', 'SET', 'cluster-node-timeout', value)))
  await set(nodeTimeout.short)
  await work()
  await set(nodeTimeout.long)
}

/** Connects the nodes to one cluster, and makes the nodes from index `size` on replicas. */
async function joinNodes(
  nodes: readonly Redis[],
  buses: readonly number[],
  size: number,
): Promise<void> {
  for (const [index, node] of nodes.entries()) {
    if (index < size) await addSlots(node, index, size)
    for (const [other, { host, port }] of nodes.slice(0, index).entries()) {
      await node.command('CLUSTER', 'MEET', host, String(port), String(buses[other]))
    }
  }
  await untilAllSlotsServed(nodes)
  for (const [index, node] of nodes.entries()) {
    const master = nodes[index % size]
    if (index >= size && master !== undefined) await replicate(node, master)
  }
  await untilAllSlotsServed(nodes)
}

async function addSlots(node: Redis, index: number, size: number): Promise<void> {
  const [from, end = 0] = [index, index + 1].map((part) => Math.floor((part * slots) / size))
  await node.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(end - 1))
}

async function replicate(node: Redis, master: Redis): Promise<void> {
  await node.command('CONFIG', 'SET', 'masterauth', master.password)
  if (master.user !== 'default') await node.command('CONFIG', 'SET', 'masteruser', master.user)
  const id = await master.command('CLUSTER', 'MYID')
  await until(node, ['CLUSTER', 'NODES'], new RegExp(`^${id} `, 'm'))
  await node.command('CLUSTER', 'REPLICATE', id)
  await until(node, ['INFO', 'REPLICATION'], /master_link_status:up/)
  const own = await node.command('CLUSTER', 'MYID')
  await until(master, ['CLUSTER', 'NODES'], new RegExp(`^${own} \\S+ slave\\b`, 'm'))
}

/** Repeats a command until its response matches. */
async function until(node: Redis, command: readonly string[], pattern: RegExp): Promise<void> {
  if (pattern.test(await node.command(...command))) return
  await sleep(20)
  await until(node, command, pattern)
}
