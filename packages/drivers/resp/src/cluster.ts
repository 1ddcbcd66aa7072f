import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { type CheckedServer, redact, redactErrors } from '@readyz/net'
import { createNodeQuery, type NodeReplies, type QueryNode } from './cluster-node.ts'
import { titleOf } from './send-commands.ts'
import type { RespServer } from './server.ts'
import { assertAllSlotsServed, type NamedNode } from './slots.ts'

/** The nodes of a cluster that the client knows. */
export interface Cluster {
  readonly masters: readonly RespServer[]
  /** Other nodes that can report the masters: replicas, and the start nodes of the client. */
  readonly others: readonly RespServer[]
  /** The server of a node, at the address that the client uses. */
  find(node: NamedNode): RespServer
}

interface Time {
  readonly signal: AbortSignal
  /** Milliseconds. */
  readonly timeout: number
}

// The number of known masters that receive CLUSTER SLOTS, whose reply is long in a large cluster.
const maxSlotsQueries = 3

// The part of the time limit after which other nodes receive CLUSTER SLOTS too.
const othersAfter = 1 / 5

// The part of the time limit after which the list of the client is used. A node may reply to
// everything but CLUSTER SLOTS.
const clientAfter = 1 / 2

/**
 * Finds the current masters of a cluster for `checkAll`. Each master must answer, and report that
 * every slot is served.
 *
 * A client detects a failover only when it sends a command, and an unready application sends none.
 * So the masters are those that a node reports for which every slot is served. If there is no such
 * node within half of the time limit, the masters are those that any node reports, or else those
 * that the client knows.
 */
export async function clusterMasters(
  cluster: Cluster,
  time: Time,
): Promise<readonly CheckedServer[]> {
  const { masters, others } = cluster
  const query = createNodeQuery(time.signal)
  // The masters that the client knows are probably still the masters.
  const replies = masters.map((node, index) => query(node, index < maxSlotsQueries))
  const named = await findMasters(replies.slice(0, maxSlotsQueries), cluster, query, time)
  const current = named.map((node) => cluster.find(node))
  const nodes = [current, masters, others].find(({ length }) => length > 0) ?? []
  return nodes.map((node) => ({
    // A node may report any text as an address or as the state of the cluster.
    title: redact(titleOf(node), [node.password]),
    check: () =>
      redactErrors(
        () => [node.password],
        async () => assertAllSlotsServed(await query(node, false).info),
      ),
  }))
}

/**
 * Waits for the replies of the known masters, and queries the other nodes when these fail or take
 * long.
 */
async function findMasters(
  first: readonly NodeReplies[],
  { masters, others }: Cluster,
  query: QueryNode,
  { timeout }: Time,
): Promise<readonly NamedNode[]> {
  const found = new AbortController()
  const isDue = Promise.race([haveFailed(first), elapsed(timeout * othersAfter, found.signal)])
  const isOver = elapsed(timeout * clientAfter, found.signal)
  for (const promise of [isDue, isOver]) promise.catch(noop)
  const rest = [...masters.slice(maxSlotsQueries), ...others].map(async (node) => {
    await isDue
    return query(node, true)
  })
  try {
    return await reportedMasters([...first, ...rest], isOver)
  } finally {
    found.abort()
  }
}

/**
 * Resolves after `time` milliseconds, and after responses that arrived while the event loop was
 * blocked have been read.
 */
async function elapsed(time: number, signal: AbortSignal): Promise<void> {
  await sleep(time, undefined, { signal })
  await nextTurn(undefined, { signal })
}

/** Resolves when no node reports the masters of a whole cluster, and rejects when one does. */
async function haveFailed(replies: readonly NodeReplies[]): Promise<void> {
  const outcomes = await Promise.allSettled(replies.map(mastersOfWholeCluster))
  if (outcomes.some(({ status }) => status === 'fulfilled'))
    throw new Error('the masters are known')
}

type PendingReplies = NodeReplies | Promise<NodeReplies>

/**
 * The masters of the first reply for which the cluster is whole, or else of the first node in the
 * list that has replied.
 */
async function reportedMasters(
  replies: readonly PendingReplies[],
  isOver: Promise<void>,
): Promise<readonly NamedNode[]> {
  const named: (readonly NamedNode[])[] = replies.map(() => [])
  const allReplied = Promise.allSettled(
    replies.map(async (reply, index) => {
      named[index] = await (await reply).masters
    }),
  )
  const fromWholeCluster = Promise.any(replies.map(mastersOfWholeCluster))
  const known = fromWholeCluster.catch(async () => void (await allReplied))
  const masters = await Promise.race([known, isOver])
  return masters ?? named.find(({ length }) => length > 0) ?? []
}

async function mastersOfWholeCluster(replies: PendingReplies): Promise<readonly NamedNode[]> {
  const { info, masters } = await replies
  assertAllSlotsServed(await info)
  const named = await masters
  if (named.length === 0) throw new Error('reports no masters')
  return named
}

const noop = () => {}
