import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { type CheckedServer, redact, redactErrors } from '@readyz/net'
import { createNodeQuery, type NodeReplies, type QueryNode } from './cluster-node.ts'
import { titleOf } from './send-commands.ts'
import type { RespServer } from './server.ts'
import { assertAllSlotsServed, type NamedNode } from './slots.ts'

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
const othersAfter = 1 / 5

// The part of the check's time after which the list of the client counts. A node may answer everything but CLUSTER SLOTS.
const clientAfter = 1 / 2

/**
 * Finds the current masters of a cluster, each of which has to answer, and to see that every slot is served.
 *
 * A client learns of a failover only when it sends a command, and an unready application sends none. So the masters are
 * those that are named by a node that sees that every slot is served. If there is no such node in half of the time, they are
 * those that any node names, or else those that the client knows.
 */
export async function clusterMasters(
  cluster: Cluster,
  time: Time,
): Promise<readonly CheckedServer[]> {
  const { masters, others } = cluster
  const query = createNodeQuery(time.signal)
  // The masters that the client knows are most probably those that have to answer.
  const answers = masters.map((node, index) => query(node, index < mostAsked))
  const named = await findMasters(answers.slice(0, mostAsked), cluster, query, time)
  const current = named.map((node) => cluster.find(node))
  const nodes = [current, masters, others].find(({ length }) => length > 0) ?? []
  return nodes.map((node) => ({
    // A node may name another one, and say that the state of the cluster is, as it likes.
    title: redact(titleOf(node), [node.password]),
    check: () =>
      redactErrors(
        () => [node.password],
        async () => assertAllSlotsServed(await query(node, false).info),
      ),
  }))
}

/** Waits for the answers of the known masters, and asks the other nodes when these fail or take long. */
async function findMasters(
  first: readonly NodeReplies[],
  { masters, others }: Cluster,
  query: QueryNode,
  { timeout }: Time,
): Promise<readonly NamedNode[]> {
  const found = new AbortController()
  const isDue = Promise.race([haveFailed(first), pass(timeout * othersAfter, found.signal)])
  const isOver = pass(timeout * clientAfter, found.signal)
  for (const promise of [isDue, isOver]) promise.catch(noop)
  const rest = [...masters.slice(mostAsked), ...others].map(async (node) => {
    await isDue
    return query(node, true)
  })
  try {
    return await mastersNamedBy([...first, ...rest], isOver)
  } finally {
    found.abort()
  }
}

/** After a loop that was blocked, timers come before the answers that have arrived meanwhile. */
async function pass(time: number, signal: AbortSignal): Promise<void> {
  await sleep(time, undefined, { signal })
  await nextTurn(undefined, { signal })
}

/** Resolves when no answer names the masters of a whole cluster, and rejects when one does. */
async function haveFailed(answers: readonly NodeReplies[]): Promise<void> {
  const outcomes = await Promise.allSettled(answers.map(mastersOfWholeCluster))
  if (outcomes.some(({ status }) => status === 'fulfilled'))
    throw new Error('the masters are known')
}

type Answer = NodeReplies | Promise<NodeReplies>

/** The first answer for which the cluster is whole counts, or else the first in the list that names masters by then. */
async function mastersNamedBy(
  answers: readonly Answer[],
  isOver: Promise<void>,
): Promise<readonly NamedNode[]> {
  const named: (readonly NamedNode[])[] = answers.map(() => [])
  const haveAnswered = Promise.allSettled(
    answers.map(async (answer, index) => {
      named[index] = await (await answer).masters
    }),
  )
  const ofWhole = Promise.any(answers.map(mastersOfWholeCluster))
  const areKnown = ofWhole.catch(async () => void (await haveAnswered))
  const masters = await Promise.race([areKnown, isOver])
  return masters ?? named.find(({ length }) => length > 0) ?? []
}

async function mastersOfWholeCluster(answer: Answer): Promise<readonly NamedNode[]> {
  const { info, masters } = await answer
  assertAllSlotsServed(await info)
  const named = await masters
  if (named.length === 0) throw new Error('names no masters')
  return named
}

const noop = () => {}
