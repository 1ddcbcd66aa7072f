import { CheckError, reasonOf } from '@readyz/core'
import { checkAll } from '@readyz/net'
import { type SqlSource, sqlReason } from '@readyz/sql'
import type { CorePoolCluster } from './client.ts'
import { dedicatedQuery } from './pooled-connection.ts'

/**
 * Checks every node of the cluster over a dedicated connection. The cluster itself is not used,
 * because it removes nodes that fail, by default permanently.
 */
export function clusterSource(cluster: CorePoolCluster, failure: string): SqlSource {
  return {
    async queryDedicated(statement, context) {
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
