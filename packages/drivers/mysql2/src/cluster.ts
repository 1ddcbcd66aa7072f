import { CheckError, type Reason, reasonOf } from '@readyz/core'
import { type SqlSource, sqlReason } from '@readyz/sql'
import type { CorePoolCluster } from './client.ts'
import { ownLike } from './pool.ts'

/** What one node failed with. */
interface Failure {
  readonly reason: Reason
  /** For the log: names the node. */
  readonly line: string
}

/**
 * A cluster throws out nodes that fail, for good by default, so it is not asked itself: every node is that it has now. All of
 * them must answer.
 */
export function clusterSource(cluster: CorePoolCluster, failure: string): SqlSource {
  return {
    async own(statement, signal) {
      const nodes = Object.entries(cluster._nodes)
      if (nodes.length === 0) throw new CheckError('the cluster has no nodes.')
      const outcomes = await Promise.all(
        nodes.map(async ([id, { pool }]) => {
          try {
            await ownLike(pool)(statement, signal)
            return []
          } catch (error) {
            return [describe(error, id)]
          }
        }),
      )
      const failures = outcomes.flat()
      if (failures.length > 0) throw summary(failure, failures, nodes.length)
    },
  }
}

function describe(error: unknown, id: string): Failure {
  const { message, code } = Object(error)
  // That of a name with several addresses, each of which refused, has no message.
  return { reason: sqlReason(error) ?? reasonOf(error), line: `${id}: ${message || code}` }
}

function summary(failure: string, failures: readonly Failure[], all: number): CheckError {
  const reasons = new Set(failures.map(({ reason }) => reason))
  const [code = 'error'] = reasons
  // Of a single node the number would say nothing.
  const count = all === 1 ? '' : ` (${failures.length} of ${all} nodes)`
  return new CheckError(
    failure.replace(/\.?$/, (end) => `${count}${end}`),
    {
      code: reasons.size === 1 ? code : 'error',
      cause: new Error(failures.map(({ line }) => line).join('; ')),
    },
  )
}
