import type { Rules } from './play.ts'
import { takeFrom } from './pool.ts'
import { goOn, start } from './recovery.ts'
import type { Stage } from './stage.ts'

// A pool, or what does without one: a client whose connection has much to do.
const crowd = 20

export const healthyRules: Rules = {
  'a healthy server passes, each time': async (stage) => {
    await stage.openWay()
    await stage.ask('passes')
    await stage.ask('passes')
    await goOn(stage)
    await stage.ask('passes')
  },

  'two checks at once pass': async (stage) => {
    await start(stage)
    await Promise.all([stage.ask('passes'), stage.ask('passes')])
    await goOn(stage)
  },

  // Of a check that reads by lines, by packets or in one piece.
  'a server whose every byte comes by itself passes': async (stage) => {
    const way = await stage.openWay()
    way.mode = 'trickle'
    way.pause = 0
    await stage.ask('passes', { time: 60_000 })
  },

  'a server that the application keeps busy passes': async (stage) => {
    await start(stage)
    const stop = await load(stage)
    for (let times = 0; times < 5; times += 1) await stage.ask('passes')
    await stop()
    await goOn(stage)
  },

  // Busy is not broken: readiness that waits for the pool takes every pod away from its users under load.
  'a server passes while every connection of the pool is in use, and nobody waits in its queue':
    async (stage) => {
      await start(stage)
      const { pool } = (await stage.subject()).application ?? {}
      const giveBack = await takeFrom(pool, pool?.max)
      await stage.ask('passes')
      stage.demand(pool === undefined || pool.waiting() === 0, {
        rule: 'does not wait in the queue of the pool',
        expected: 'nobody who waits',
        seen: String(pool?.waiting()),
      })
      await giveBack()
      await goOn(stage)
    },
}

/** An application that does as much as it can, until it is stopped. */
async function load(stage: Stage): Promise<() => Promise<unknown>> {
  const { application } = await stage.subject()
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
