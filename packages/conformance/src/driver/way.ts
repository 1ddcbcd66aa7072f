import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ProxyServer } from '../faults/proxy.ts'
import type { Rules } from './play.ts'
import { takeFrom } from './pool.ts'
import { recover, seeRecovery, start, suffer } from './recovery.ts'
import { endsWithin, soon } from './resources.ts'
import { type Stage, time, timeToPass } from './stage.ts'

// What can happen on the way to a real server, at any moment.

/** Does something to the way when the server has answered so often, for every number of answers, until a check passes. */
async function afterEachAnswer(stage: Stage, inflict: (way: ProxyServer) => void): Promise<void> {
  let isThrough = false
  for (let answers = 0; !isThrough && answers < mostAnswers; answers += 1) {
    const way = await stage.openWay()
    let seen = 0
    way.onAnswer = () => {
      if (seen === answers) inflict(way)
      seen += 1
    }
    await stage.ask('ends', { time: shortTime })
    isThrough = seen <= answers
    await recover(stage)
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

export const wayRules: Rules = {
  'the server goes down while no check runs, and comes back': async (stage) => {
    await start(stage)
    await stage.ask('passes')
    await stage.place.clear()
    await beHeard()
    await suffer(stage, { reason: 'refused' })
    await recover(stage)
  },

  'idle connections are closed while no check runs': async (stage) => {
    await start(stage)
    await stage.ask('passes')
    await stage.place.clear()
    await beHeard()
    await recover(stage)
  },

  'idle connections are reset while no check runs': async (stage) => {
    const way = await start(stage)
    await stage.ask('passes')
    way.cut()
    await seeRecovery(stage)
  },

  'the connection is reset in the middle of a check': async (stage) => {
    const way = await start(stage)
    way.onRequest = () => way.cut()
    await suffer(stage)
    await recover(stage)
  },

  'the server falls silent in the middle of a check': async (stage) => {
    const way = await start(stage)
    way.onRequest = () => {
      way.mode = 'drop'
    }
    await suffer(stage, { reason: 'timeout' })
    await recover(stage)
  },

  'the connection is reset after each answer of a check': (stage) =>
    afterEachAnswer(stage, (way) => way.cut()),

  'the server falls silent after each answer of a check': (stage) =>
    afterEachAnswer(stage, (way) => {
      way.mode = 'drop'
    }),

  'packets are dropped while no check runs': async (stage) => {
    const way = await start(stage)
    way.mode = 'drop'
    await suffer(stage, { reason: 'timeout' })
    await recover(stage)
  },

  'the server says one byte at a time, too slowly': async (stage) => {
    const way = await start(stage)
    way.mode = 'trickle'
    await suffer(stage, { reason: 'timeout' })
    await recover(stage)
  },

  'the answer comes when the time is over': async (stage) => {
    const way = await start(stage)
    way.mode = 'late'
    way.delay = time + 50
    await suffer(stage, { reason: 'timeout' })
    way.mode = 'pass'
    // The late answers have arrived when one has that was asked for later: the way keeps their order.
    await seeRecovery(stage)
  },

  'the one idle connection is dead, and the next that is lent is not': async (stage) => {
    const way = await start(stage)
    way.mode = 'drop'
    way.mode = 'pass'
    const { application } = await stage.subject()
    const asking = stage.ask('ends')
    await nextTurn()
    const hasBorrowed = (application?.pool?.busy() ?? 0) > 0
    await asking
    // One that nobody has touched is the application's own misfortune.
    const isServed =
      !hasBorrowed || (await endsWithin(timeToPass, Promise.resolve(application?.use())))
    stage.demand(isServed, {
      rule: 'gives back no connection that is dead',
      expected: `an application that is served within ${timeToPass} ms`,
      seen: 'one that waits',
    })
    await recover(stage)
  },

  'a caller waits behind connections that are dead, of which a check throws one away': async (
    stage,
  ) => {
    const way = await start(stage)
    const { pool } = (await stage.subject()).application ?? {}
    const warm = await takeFrom(pool, pool?.max)
    await warm()
    // Those that there are stay dead.
    way.mode = 'drop'
    way.mode = 'pass'
    const giveBack = await takeFrom(pool, (pool?.max ?? 1) - 1)
    const asking = stage.ask('ends', { forOthers: 1 })
    // The check has what was left.
    await nextTurn()
    let isServed = pool === undefined
    const waiting = pool?.take().finally(() => {
      isServed = true
    })
    await asking
    stage.demand(await soon(() => isServed), {
      rule: 'lets those go on who wait for a connection that it throws away',
      expected: 'a caller that is served',
      seen: 'one that waits',
    })
    await giveBack()
    if (isServed) (await waiting)?.()
    await recover(stage)
  },
}
