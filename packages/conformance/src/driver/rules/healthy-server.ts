import type { Harness } from '../harness.ts'
import { takeFrom } from '../pool.ts'
import type { Rules } from '../run-rule.ts'
import { expectWorkingApplication, start } from '../with-fault.ts'

// A pool, or what does without one: a client whose connection has much to do.
const crowd = 20

export const healthyServerRules: Rules = {
  'a healthy server passes, each time': async (harness) => {
    await harness.openProxy()
    await harness.runCheck('passes')
    await harness.runCheck('passes')
    await expectWorkingApplication(harness)
    await harness.runCheck('passes')
  },

  'two checks at once pass': async (harness) => {
    await start(harness)
    await Promise.all([harness.runCheck('passes'), harness.runCheck('passes')])
    await expectWorkingApplication(harness)
  },

  // Of a check that reads by lines, by packets or in one piece.
  'a server that answers one byte at a time passes': async (harness) => {
    const way = await harness.openProxy()
    way.mode = 'trickle'
    way.pause = 0
    await harness.runCheck('passes', { time: 60_000 })
  },

  'a server that the application keeps busy passes': async (harness) => {
    await start(harness)
    const stop = await load(harness)
    for (let times = 0; times < 5; times += 1) await harness.runCheck('passes')
    await stop()
    await expectWorkingApplication(harness)
  },

  // Busy is not broken: readiness that waits for the pool takes every pod away from its users under load.
  'a server passes while every pool connection is in use, without a wait in the queue': async (
    harness,
  ) => {
    await start(harness)
    const { pool } = (await harness.driver()).application ?? {}
    const giveBack = await takeFrom(pool, pool?.max)
    await harness.runCheck('passes')
    harness.assertRule(pool === undefined || pool.waiting() === 0, {
      rule: 'does not queue in the pool',
      expected: 'nobody who waits',
      seen: String(pool?.waiting()),
    })
    await giveBack()
    await expectWorkingApplication(harness)
  },
}

/** An application that does as much as it can, until it is stopped. */
async function load(harness: Harness): Promise<() => Promise<unknown>> {
  const { application } = await harness.driver()
  const over = new AbortController()
  const work = async () => {
    while (!over.signal.aborted) await application?.use()
  }
  const working = application && Promise.all(Array.from({ length: crowd }, work))
  return async () => {
    over.abort()
    await working
  }
}
