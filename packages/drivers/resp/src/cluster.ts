import { setTimeout as sleep } from 'node:timers/promises'
import type { AskedServer } from '@readyz/net'
import { titleOf } from './connection.ts'
import { type AskNode, createNodeAsker, type NodeAnswer } from './node.ts'
import type { RespServer } from './server.ts'
import { demandWhole, type NamedNode } from './slots.ts'

/** A cluster, as its client knows it. */
export interface Cluster {
  readonly masters: readonly RespServer[]
  /** Nodes that can name the masters too: replicas, and the nodes that the client starts from. */
  readonly others: readonly RespServer[]
  /** The node, as the client reaches it. */
  find(node: NamedNode): RespServer
}

interface Time {
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly timeout: number
}

// Known masters that are asked for the list of nodes, which is long in a large cluster.
const mostAsked = 3

// The part of the check's time after which other nodes are asked for the list too.
const patience = 1 / 5

/**
 * Finds the current masters of a cluster, each of which has to answer, and to see that every slot is served.
 *
 * A client learns of a failover only when it sends a command, and an unready application sends none. So the masters are
 * those that are named by a node that sees that every slot is served. If there is no such node, they are those that any node
 * names, or else those that the client knows.
 */
export async function clusterMasters(
  cluster: Cluster,
  time: Time,
): Promise<readonly AskedServer[]> {
  const { masters, others } = cluster
  const ask = createNodeAsker(time.signal)
  // The masters that the client knows are most probably those that have to answer.
  const answers = masters.map((node, index) => ask(node, index < mostAsked))
  const named = await findMasters(answers.slice(0, mostAsked), cluster, ask, time)
  const current = named.map((node) => cluster.find(node))
  const nodes = [current, masters, others].find(({ length }) => length > 0) ?? []
  return nodes.map((node) => ({
    title: titleOf(node),
    ask: async () => demandWhole((await ask(node, false)).info),
  }))
}

/** Waits for the answers of the known masters, and asks the other nodes when these fail or take long. */
async function findMasters(
  first: readonly Promise<NodeAnswer>[],
  { masters, others }: Cluster,
  ask: AskNode,
  { timeout }: Time,
): Promise<readonly NamedNode[]> {
  const found = new AbortController()
  const isLate = sleep(timeout * patience, undefined, { signal: found.signal })
  const isDue = Promise.race([haveFailed(first), isLate])
  isDue.catch(noop)
  const rest = [...masters.slice(mostAsked), ...others].map(async (node) => {
    await isDue
    return ask(node, true)
  })
  try {
    return await mastersNamedBy([...first, ...rest])
  } finally {
    found.abort()
  }
}

/** Resolves when no answer names the masters of a whole cluster, and rejects when one does. */
async function haveFailed(answers: readonly Promise<NodeAnswer>[]): Promise<void> {
  const outcomes = await Promise.allSettled(answers.map(mastersOfWhole))
  if (outcomes.some(({ status }) => status === 'fulfilled'))
    throw new Error('the masters are known')
}

/** The first answer for which the cluster is whole counts, or else the first in the list that names masters. */
async function mastersNamedBy(
  answers: readonly Promise<NodeAnswer>[],
): Promise<readonly NamedNode[]> {
  try {
    return await Promise.any(answers.map(mastersOfWhole))
  } catch {
    const outcomes = await Promise.allSettled(answers)
    const named = outcomes.map((each) => (each.status === 'fulfilled' ? each.value.masters : []))
    return named.find(({ length }) => length > 0) ?? []
  }
}

async function mastersOfWhole(answer: Promise<NodeAnswer>): Promise<readonly NamedNode[]> {
  const { info, masters } = await answer
  demandWhole(info)
  if (masters.length === 0) throw new Error('names no masters')
  return masters
}

const noop = () => {}
