import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ProxyServer } from '../../faults/proxy.ts'
import { type Harness, time, timeToPass } from '../harness.ts'
import { endsWithin, waitUntil } from '../leaks.ts'
import { takeFrom } from '../pool.ts'
import type { Rules } from '../run-rule.ts'
import { expectFailures, expectRecovery, recover, start } from '../with-fault.ts'

// What can happen on the way to a real server, at any moment.

/** Does something to the way when the server has answered so often, for every number of answers, until a check passes. */
async function afterEachAnswer(harness: Harness, apply: (way: ProxyServer) => void): Promise<void> {
  let isThrough = false
  for (let answers = 0; !isThrough && answers < mostAnswers; answers += 1) {
    const way = await harness.openProxy()
    let seen = 0
    way.onAnswer = () => {
      if (seen === answers) apply(way)
      seen += 1
    }
    await harness.runCheck('ends', { time: shortTime })
    isThrough = seen <= answers
    await recover(harness)
  }
}

/** What has happened to idle connections reaches their client. */
async function beHeard(): Promise<void> {
  // On loopback the kernel knows at once; node tells the socket of it in one turn, and that is closed in another.
  for (let turns = 0; turns < 3; turns += 1) await nextTurn()
}

// Far beyond what a login takes.
const mostAnswers = 12
const shortTime = 150

export const connectionFaultRules: Rules = {
  'the server goes down while no check runs, and comes back': async (harness) => {
    await start(harness)
    await harness.runCheck('passes')
    await harness.endpoint.close()
    await beHeard()
    await expectFailures(harness, { reason: 'refused' })
    await recover(harness)
  },

  'idle connections are closed while no check runs': async (harness) => {
    await start(harness)
    await harness.runCheck('passes')
    await harness.endpoint.close()
    await beHeard()
    await recover(harness)
  },

  'idle connections are reset while no check runs': async (harness) => {
    const way = await start(harness)
    await harness.runCheck('passes')
    way.cut()
    await expectRecovery(harness)
  },

  'the connection is reset in the middle of a check': async (harness) => {
    const way = await start(harness)
    way.onRequest = () => way.cut()
    await expectFailures(harness)
    await recover(harness)
  },

  'the server stops answering in the middle of a check': async (harness) => {
    const way = await start(harness)
    way.onRequest = () => {
      way.mode = 'drop'
    }
    await expectFailures(harness, { reason: 'timeout' })
    await recover(harness)
  },

  'the connection is reset after each answer of a check': (harness) =>
    afterEachAnswer(harness, (way) => way.cut()),

  'the server stops answering after each answer of a check': (harness) =>
    afterEachAnswer(harness, (way) => {
      way.mode = 'drop'
    }),

  'packets are dropped while no check runs': async (harness) => {
    const way = await start(harness)
    way.mode = 'drop'
    await expectFailures(harness, { reason: 'timeout' })
    await recover(harness)
  },

  'the server answers one byte at a time, too slowly': async (harness) => {
    const way = await start(harness)
    way.mode = 'trickle'
    await expectFailures(harness, { reason: 'timeout' })
    await recover(harness)
  },

  'the answer arrives after the time limit': async (harness) => {
    const way = await start(harness)
    way.mode = 'late'
    way.delay = time + 50
    await expectFailures(harness, { reason: 'timeout' })
    way.mode = 'pass'
    // The late answers have arrived when one has that was outcome for later: the way keeps their order.
    await expectRecovery(harness)
  },

  'the only idle connection is dead, and the next pool connection works': async (harness) => {
    const way = await start(harness)
    way.mode = 'drop'
    way.mode = 'pass'
    const { application } = await harness.driver()
    const asking = harness.runCheck('ends')
    await nextTurn()
    const hasBorrowed = (application?.pool?.busy() ?? 0) > 0
    await asking
    // One that nobody has touched is the application's own misfortune.
    const isServed =
      !hasBorrowed || (await endsWithin(timeToPass, Promise.resolve(application?.use())))
    harness.assertRule(isServed, {
      rule: 'releases no dead connection',
      expected: `an application that is served within ${timeToPass} ms`,
      seen: 'one that waits',
    })
    await recover(harness)
  },

  'a caller waits for a connection while a check discards a dead one': async (harness) => {
    const way = await start(harness)
    const { pool } = (await harness.driver()).application ?? {}
    const warm = await takeFrom(pool, pool?.max)
    await warm()
    // Those that there are stay dead.
    way.mode = 'drop'
    way.mode = 'pass'
    const giveBack = await takeFrom(pool, (pool?.max ?? 1) - 1)
    const asking = harness.runCheck('ends', { forOthers: 1 })
    // The check has what was left.
    await nextTurn()
    let isServed = pool === undefined
    const waiting = pool?.take().finally(() => {
      isServed = true
    })
    await asking
    harness.assertRule(await waitUntil(() => isServed), {
      rule: 'serves callers that wait for a discarded connection',
      expected: 'a caller that is served',
      seen: 'one that waits',
    })
    await giveBack()
    if (isServed) (await waiting)?.()
    await recover(harness)
  },
}
