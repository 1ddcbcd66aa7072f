import { setTimeout as sleep } from 'node:timers/promises'
import type { Harness, RunCheckOptions } from './harness.ts'
import { endsWithin, waitUntil } from './leaks.ts'

/** Two checks of a server that does wrong, and where there is a real one to come back, what follows. */
export async function expectFailures(harness: Harness, options?: RunCheckOptions): Promise<void> {
  await harness.runCheck('fails', options)
  await harness.runCheck('fails', options)
}

/** A real server stands at the endpoint, with a client that has used it. */
export async function start(harness: Harness): ReturnType<Harness['openProxy']> {
  const way = await harness.openProxy()
  const { application } = await harness.driver()
  await application?.use()
  return way
}

/** The server is back, or there for the first time: the next check sees it, and the application can work. */
export async function recover(harness: Harness): Promise<void> {
  await harness.openProxy()
  await expectRecovery(harness)
}

export async function expectRecovery(harness: Harness): Promise<void> {
  await harness.runCheck('passes on the first check after the fault')
  await expectWorkingApplication(harness)
}

// Milliseconds that a client has to find its server again by itself.
const patience = 5000

/** The application can work as before: no check has taken anything from it. */
export async function expectWorkingApplication(harness: Harness): Promise<void> {
  const { application } = await harness.driver()
  if (application === undefined) return
  const worked = await works(application.use)
  harness.assertRule(worked === 'works', {
    rule: 'keeps the application working',
    expected: 'a client that works',
    seen: worked,
  })
  const { pool } = application
  if (pool === undefined) return
  const isIdle = () => pool.busy() === 0 && pool.waiting() === 0
  // That of an application that hangs will not be idle soon.
  const hasAll = worked === 'works' ? await waitUntil(isIdle) : isIdle()
  harness.assertRule(hasAll, {
    rule: 'releases every pool connection',
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
