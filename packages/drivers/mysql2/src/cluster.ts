import { CheckError, reasonOf } from '@readyz/core'
import { checkAll } from '@readyz/net'
import { type SqlSource, sqlReason } from '@readyz/sql'
import type { CorePoolCluster } from './client.ts'
import { dedicatedQuery } from './pooled-connection.ts'

/**
 * A cluster throws out nodes that fail, for good by default, so it is not asked itself: every node is that it has now. All of
 * them must answer.
 */
export function clusterSource(cluster: CorePoolCluster, failure: string): SqlSource {
  return {
    async own(statement, context) {
      const nodes = Object.entries(cluster._nodes).map(([title, { pool }]) => ({
        title,
        check: async (signal: AbortSignal) =>
          dedicatedQuery(pool)(statement, { timeout: context.timeout, signal }),
      }))
      if (nodes.length === 0) throw new CheckError('the cluster has no nodes.')
      await checkAll(context, nodes, {
        failure,
        noun: 'nodes',
        reasonOf: (error) => sqlReason(error) ?? reasonOf(error),
      })
    },
  }
}
