import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultServer } from '../faults/fault-servers.ts'
import type { Harness, RunCheckOptions } from './harness.ts'
import type { Rule } from './run-rule.ts'
import { settlesWithin, waitUntil } from './wait.ts'

// Steps that several rules share.

/** Opens a proxy to the real server, and lets the application use its client once. */
export async function startWithProxy(harness: Harness): ReturnType<Harness['openProxy']> {
  const proxy = await harness.openProxy()
  const { application } = await harness.driver()
  await application?.use()
  return proxy
}

/** Asserts that two checks fail. */
export async function expectFailures(harness: Harness, options?: RunCheckOptions): Promise<void> {
  await harness.runCheck('fails', options)
  await harness.runCheck('fails', options)
}

/**
 * Returns a rule: checks of the fault server fail. If there is a real server, it then replaces the
 * fault server, and the next check passes.
 */
export const failsWith =
  (
    open: (port: number, harness: Harness) => Promise<FaultServer>,
    options?: RunCheckOptions,
  ): Rule =>
  async (harness) => {
    await harness.endpoint.listen((port) => open(port, harness))
    await expectFailures(harness, options)
    if (harness.hasServer) await recover(harness)
  }

/** Opens a proxy to the real server, and asserts that the next check passes. */
export async function recover(harness: Harness): Promise<void> {
  await harness.openProxy()
  await expectRecovery(harness)
}

/** Asserts that the next check passes and that the application works. */
export async function expectRecovery(harness: Harness): Promise<void> {
  await harness.runCheck('passes on the first check after the fault')
  await expectWorkingApplication(harness)
}

// Milliseconds that a client has to reconnect.
const reconnectTimeout = 5000

/** Asserts that the application's client works, and that its pool has all connections. */
export async function expectWorkingApplication(harness: Harness): Promise<void> {
  const { application } = await harness.driver()
  if (application === undefined) return
  const result = await useUntilItWorks(application.use)
  harness.assertRule(result === 'works', {
    rule: 'keeps the application working',
    expected: 'a client that works',
    actual: result,
  })
  const { pool } = application
  if (pool === undefined) return
  const isIdle = () => pool.inUse() === 0 && pool.waiting() === 0
  // If the application does not work, its pool does not become idle either.
  const hasAll = result === 'works' ? await waitUntil(isIdle) : isIdle()
  harness.assertRule(hasAll, {
    rule: 'releases every pool connection',
    expected: 'no connection in use and no waiting caller',
    actual: `${pool.inUse()} in use, ${pool.waiting()} waiting`,
  })
}

/**
 * Calls `use` until it succeeds. Returns `works` or the last error. A client that has lost its
 * connections may fail once for each of them.
 */
async function useUntilItWorks(use: () => Promise<unknown>): Promise<string> {
  let result = `no response within ${reconnectTimeout} ms`
  const timeout = new AbortController()
  const retry = async () => {
    while (!timeout.signal.aborted) {
      try {
        await use()
        result = 'works'
        return
      } catch (error) {
        result = String(error)
        await sleep(10)
      }
    }
  }
  await settlesWithin(reconnectTimeout, retry())
  timeout.abort()
  return result
}
