import { acquireConnections } from '../acquire-connections.ts'
import type { Harness } from '../harness.ts'
import { expectWorkingApplication, startWithProxy } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

// Enough simultaneous requests to exhaust a pool, or to queue on a single connection.
const simultaneousRequests = 20

export const healthyServerRules: Rules = {
  'every check of a healthy server passes': async (harness) => {
    await harness.openProxy()
    await harness.runCheck('passes')
    await harness.runCheck('passes')
    await expectWorkingApplication(harness)
    await harness.runCheck('passes')
  },

  'two simultaneous checks pass': async (harness) => {
    await startWithProxy(harness)
    await Promise.all([harness.runCheck('passes'), harness.runCheck('passes')])
    await expectWorkingApplication(harness)
  },

  'a check passes if the server responds one byte at a time': async (harness) => {
    const proxy = await harness.openProxy()
    proxy.mode = 'trickle'
    proxy.interval = 0
    await harness.runCheck('passes', { time: 60_000 })
  },

  'a check passes while the application sends requests continuously': async (harness) => {
    await startWithProxy(harness)
    const stop = await startLoad(harness)
    for (let times = 0; times < 5; times += 1) await harness.runCheck('passes')
    await stop()
    await expectWorkingApplication(harness)
  },

  // A check that waits in the pool's queue makes every pod unready under load.
  'a check passes without queueing while every pool connection is in use': async (harness) => {
    await startWithProxy(harness)
    const { pool } = (await harness.driver()).application ?? {}
    const release = await acquireConnections(pool, pool?.max)
    await harness.runCheck('passes')
    harness.assertRule(pool === undefined || pool.waiting() === 0, {
      rule: 'does not queue in the pool',
      expected: 'no waiting caller',
      actual: `${pool?.waiting()} waiting`,
    })
    await release()
    await expectWorkingApplication(harness)
  },
}

/** Lets the application send requests continuously. Returns a function that stops it. */
async function startLoad(harness: Harness): Promise<() => Promise<unknown>> {
  const { application } = await harness.driver()
  const stopping = new AbortController()
  const sendRequests = async () => {
    while (!stopping.signal.aborted) await application?.use()
  }
  const load =
    application && Promise.all(Array.from({ length: simultaneousRequests }, sendRequests))
  return async () => {
    stopping.abort()
    await load
  }
}
