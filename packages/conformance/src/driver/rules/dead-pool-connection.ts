import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ProxyServer } from '../../faults/proxy.ts'
import { acquireConnections } from '../acquire-connections.ts'
import { timeToPass } from '../harness.ts'
import { recover, startWithProxy } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'
import { settlesWithin, waitUntil } from '../wait.ts'

/** Drops all packets of the open connections. New connections work. */
function dropOpenConnections(proxy: ProxyServer): void {
  proxy.mode = 'drop'
  proxy.mode = 'pass'
}

export const deadPoolConnectionRules: Rules = {
  'a check that acquires a dead pool connection does not release it to the application': async (
    harness,
  ) => {
    dropOpenConnections(await startWithProxy(harness))
    const { application } = await harness.driver()
    const checking = harness.runCheck('ends')
    await nextTurn()
    const hasAcquired = (application?.pool?.inUse() ?? 0) > 0
    await checking
    // If the check did not acquire the dead connection, the driver is not responsible for it.
    const isServed =
      !hasAcquired || (await settlesWithin(timeToPass, Promise.resolve(application?.use())))
    harness.assertRule(isServed, {
      rule: 'releases no dead connection',
      expected: `an application that is served within ${timeToPass} ms`,
      actual: 'an application that waits',
    })
    await recover(harness)
  },

  'a caller that waits in the pool is served after a check has discarded a dead connection': async (
    harness,
  ) => {
    const proxy = await startWithProxy(harness)
    const { pool } = (await harness.driver()).application ?? {}
    const releaseAll = await acquireConnections(pool, pool?.max)
    await releaseAll()
    dropOpenConnections(proxy)
    const release = await acquireConnections(pool, (pool?.max ?? 1) - 1)
    const checking = harness.runCheck('ends', { forOthers: 1 })
    // After this turn the check has acquired the last connection.
    await nextTurn()
    let isServed = pool === undefined
    const waiting = pool?.acquire().finally(() => {
      isServed = true
    })
    await checking
    harness.assertRule(await waitUntil(() => isServed), {
      rule: 'serves callers that wait for a discarded connection',
      expected: 'a caller that is served',
      actual: 'a caller that waits',
    })
    await release()
    if (isServed) (await waiting)?.()
    await recover(harness)
  },
}
