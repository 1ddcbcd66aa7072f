import { checkAll } from '@readyz/net'
import { type Redis, startRedisCluster, untilMasterFailed } from '@readyz/servers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { clusterMasters } from '../src/index.ts'
import { at } from './check.ts'

/** Checks the cluster often, and returns the different results. */
async function resultsOf(known: readonly Redis[]): Promise<readonly unknown[]> {
  const masters = known.map((node) => ({ ...at(node), password: node.password }))
  const cluster = {
    masters,
    others: [],
    find: ({ host, port }: { readonly host: string; readonly port: number }) => ({
      ...at({ host, port }),
      password: known[0]?.password,
    }),
  }
  const results = new Map<string, unknown>()
  for (let checks = 0; checks < 50; checks += 1) {
    const context = { signal: new AbortController().signal, timeout: 20_000 }
    const options = { failure: 'no redis', noun: 'nodes' }
    const result = await checkAll(context, (time) => clusterMasters(cluster, time), options).then(
      () => 'pass',
      ({ code, message, cause }) => ({ code, message, cause: cause.message }),
    )
    results.set(JSON.stringify(result), result)
  }
  return [...results.values()]
}

describe.each(['redis', 'valkey'] as const)('a cluster of %s', (program) => {
  test.each(['yes', 'no'])(
    'without a replica of a stopped master fails every check, cluster-require-full-coverage: %s',
    async (required) => {
      const settings = { 'cluster-require-full-coverage': required }
      const nodes = await startRedisCluster(3, { program, login: 'password', settings })
      onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))))
      expect(await resultsOf(nodes)).toEqual(['pass'])
      const [stopped, ...others] = nodes as readonly [Redis, ...Redis[]]
      await stopped.stop()
      await untilMasterFailed(others)
      const state = required === 'yes' ? 'cluster_state:fail' : 'cluster_slots_fail:5461'
      const failed = {
        code: 'error',
        message: 'no redis (3 of 3 nodes)',
        cause: expect.stringMatching(`(ECONNREFUSED.*)?reports ${state}.*reports ${state}`),
      }
      expect(await resultsOf(nodes)).toEqual([failed])
      // The client may already have removed the stopped master from its list.
      expect(await resultsOf(others)).toEqual([failed])
      await stopped.start()
    },
  )
})
