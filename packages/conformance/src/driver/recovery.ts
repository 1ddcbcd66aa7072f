import { setTimeout as sleep } from 'node:timers/promises'
import { endsWithin, soon } from './resources.ts'
import type { AskOptions, Stage } from './stage.ts'

/** Two checks of a server that does wrong, and where there is a real one to come back, what follows. */
export async function suffer(stage: Stage, options?: AskOptions): Promise<void> {
  await stage.ask('fails', options)
  await stage.ask('fails', options)
}

/** A real server stands at the place, with a client that has used it. */
export async function start(stage: Stage): ReturnType<Stage['openWay']> {
  const way = await stage.openWay()
  const { application } = await stage.subject()
  await application?.use()
  return way
}

/** The server is back, or there for the first time: the next check sees it, and the application can work. */
export async function recover(stage: Stage): Promise<void> {
  await stage.openWay()
  await seeRecovery(stage)
}

export async function seeRecovery(stage: Stage): Promise<void> {
  await stage.ask('passes as soon as it is over')
  await goOn(stage)
}

// Milliseconds that a client has to find its server again by itself.
const patience = 5000

/** The application can work as before: no check has taken anything from it. */
export async function goOn(stage: Stage): Promise<void> {
  const { application } = await stage.subject()
  if (application === undefined) return
  const worked = await works(application.use)
  stage.demand(worked === 'works', {
    rule: 'leaves the application at work',
    expected: 'a client that works',
    seen: worked,
  })
  const { pool } = application
  if (pool === undefined) return
  const isIdle = () => pool.busy() === 0 && pool.waiting() === 0
  // That of an application that hangs will not be idle soon.
  const hasAll = worked === 'works' ? await soon(isIdle) : isIdle()
  stage.demand(hasAll, {
    rule: 'leaves the pool its connections',
    expected: 'none in use, and nobody who waits',
    seen: `${pool.busy()} in use, ${pool.waiting()} who wait`,
  })
}

/** `works`, or what was said instead. A client that has lost its connections may say so once for each of them. */
async function works(use: () => Promise<unknown>): Promise<string> {
  let said = `nothing within ${patience} ms`
  const over = new AbortController()
  const trying = async () => {
    while (!over.signal.aborted) {
      try {
        await use()
        said = 'works'
        return
      } catch (error) {
        said = String(error)
        await sleep(10)
      }
    }
  }
  await endsWithin(patience, trying())
  over.abort()
  return said
}
