import { setTimeout as sleep } from 'node:timers/promises'
import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Fault } from './fault.ts'
import { openScenario } from './open-scenario.ts'
import type { CheckKind, Scenario } from './scenario.ts'

/** What was seen of one fault. */
export interface Measurement {
  /** `pass`, `fail`, or the reason: what the first of two checks said. */
  readonly says: string
  /** How long that took. */
  readonly ms: number
  /** What the two checks had left behind while the fault still lasted. */
  readonly left: { readonly sockets: number; readonly slots: number; readonly queued: number }
  /** Checks after the fault until one passed, and how long that took. Absent if none did. */
  readonly recovery?: { readonly checks: number; readonly ms: number }
}

/** Milliseconds that each check has, also the obvious one. */
export const budget = 400

const patience = 5000
const pause = 100

/** Lets two checks go through a fault, and goes on until one passes afterwards. */
export async function measureFault<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
  fault: Fault<A, S>,
  server: S,
  kind: CheckKind,
): Promise<Measurement> {
  const harness = await openScenario(driver, fault, server, kind)
  const ask = () => timed(kind === 'readyz' ? probe(harness) : race(harness.setup.obvious()))
  const revert = await fault.apply(harness)
  const { slots, queued } = harness.application.busy
  const first = await ask()
  await ask()
  await turn()
  const { busy } = harness.application
  const left = {
    sockets: Math.max(0, harness.leakedConnections()),
    slots: Math.max(0, busy.slots - slots),
    queued: Math.max(0, busy.queued - queued),
  }
  await revert()
  const recovery = await recover(ask)
  return { ...first, left, ...(recovery && { recovery }) }
}

interface Answer {
  readonly says: string
  readonly ms: number
}

async function recover(ask: () => Promise<Answer>): Promise<Measurement['recovery']> {
  const revertedAt = performance.now()
  for (let checks = 1; performance.now() - revertedAt < patience; checks += 1) {
    const { says } = await ask()
    if (says === 'pass') return { checks, ms: Math.round(performance.now() - revertedAt) }
    await sleep(pause)
  }
  return undefined
}

async function timed(answer: Promise<string>): Promise<Answer> {
  const started = performance.now()
  const says = await answer
  return { says, ms: Math.round(performance.now() - started) }
}

async function probe(harness: Scenario<Application, Daemon>): Promise<string> {
  const { checks } = await harness.probesWithin(budget).readiness()
  const [result] = checks
  return result?.reason ?? result?.status ?? 'nothing'
}

async function race(answer: Promise<unknown>): Promise<string> {
  const time = new AbortController()
  const late = sleep(budget, 'fail', { signal: time.signal })
  try {
    return await Promise.race([
      answer.then(
        () => 'pass',
        () => 'fail',
      ),
      late,
    ])
  } finally {
    time.abort()
  }
}

// A check that was ended at its deadline lets go in the next turns of the loop.
async function turn(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise(setImmediate)
}
