import { setTimeout as sleep } from 'node:timers/promises'
import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Fault } from './fault.ts'
import { openScenario } from './open-scenario.ts'
import type { CheckKind, Scenario } from './scenario.ts'

/** The results of one kind of check during and after one fault. */
export interface Measurement {
  /** The result of the first of two checks during the fault: `pass`, `fail`, or the reason. */
  readonly result: string
  /** The duration of the first check in milliseconds. */
  readonly ms: number
  /** The resources that the two checks still held during the fault. */
  readonly held: { readonly sockets: number; readonly slots: number; readonly queued: number }
  /**
   * The number of checks after the fault up to the first that passed, and the time until then.
   * Absent if no check passed.
   */
  readonly recovery?: { readonly checks: number; readonly ms: number }
}

/** The time limit of each check in milliseconds. */
export const timeLimitMs = 400

const recoveryLimitMs = 5000
const pauseMs = 100

/** Runs two checks during a fault, and then checks after the fault until one passes. */
export async function measureFault<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
  fault: Fault<A, S>,
  server: S,
  kind: CheckKind,
): Promise<Measurement> {
  const scenario = await openScenario(driver, fault, server, kind)
  const runCheck = () =>
    timed(kind === 'readyz' ? probe(scenario) : race(scenario.setup.handWrittenCheck()))
  const revert = await fault.apply(scenario)
  const { slots, queued } = scenario.application.busy
  const first = await runCheck()
  await runCheck()
  await turns()
  const { busy } = scenario.application
  const held = {
    sockets: Math.max(0, scenario.leakedConnections()),
    slots: Math.max(0, busy.slots - slots),
    queued: Math.max(0, busy.queued - queued),
  }
  await revert()
  const recovery = await recover(runCheck)
  return { ...first, held, ...(recovery && { recovery }) }
}

interface TimedResult {
  readonly result: string
  readonly ms: number
}

async function recover(runCheck: () => Promise<TimedResult>): Promise<Measurement['recovery']> {
  const revertedAt = performance.now()
  for (let checks = 1; performance.now() - revertedAt < recoveryLimitMs; checks += 1) {
    const { result } = await runCheck()
    if (result === 'pass') return { checks, ms: Math.round(performance.now() - revertedAt) }
    await sleep(pauseMs)
  }
  return undefined
}

async function timed(check: Promise<string>): Promise<TimedResult> {
  const startedAt = performance.now()
  const result = await check
  return { result, ms: Math.round(performance.now() - startedAt) }
}

async function probe(scenario: Scenario<Application, Daemon>): Promise<string> {
  const { checks } = await scenario.probesWithin(timeLimitMs).readiness()
  const [check] = checks
  return check?.reason ?? check?.status ?? 'nothing'
}

/** Resolves with `fail` if the promise rejects or is still pending at the time limit. */
async function race(check: Promise<unknown>): Promise<string> {
  const controller = new AbortController()
  const timeout = sleep(timeLimitMs, 'fail', { signal: controller.signal })
  try {
    return await Promise.race([
      check.then(
        () => 'pass',
        () => 'fail',
      ),
      timeout,
    ])
  } finally {
    controller.abort()
  }
}

// A check that ends at its time limit closes its sockets in the next turns of the event loop.
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate)
}
