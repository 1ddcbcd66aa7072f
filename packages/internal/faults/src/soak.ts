import { readdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Application, brief, generous } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Fault } from './fault.ts'
import { openScenario } from './open-scenario.ts'
import type { Scenario } from './scenario.ts'

/** What a long life does to a process. */
export interface Soaked {
  readonly probes: number
  /** Those that came while the server was frozen. */
  readonly frozen: number
  /** Probes that said anything but `pass`, or `timeout` while the server was frozen. */
  readonly wrong: readonly string[]
  /** Milliseconds of the process's own time that the latest probe came after a timer of its limit. */
  readonly maxLatenessMs: number
  /** Pieces of work that the application did meanwhile. */
  readonly worked: number
  readonly before: ResourceCounts
  readonly after: ResourceCounts
}

/** What could leak. */
export interface ResourceCounts {
  readonly descriptors: number
  readonly slots: number
  readonly queued: number
  readonly listeners: number
  readonly timers: number
  readonly heapKb: number
}

export interface SoakOptions {
  readonly probes: number
  readonly seed: number
}

export const healthy: Fault = { name: 'none', where: 'server', apply: async () => () => {} }

/** Probes while the server freezes and thaws at random, and the application goes on using the same client. */
export async function soak<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
  { probes, seed }: SoakOptions,
): Promise<Soaked> {
  const server = await driver.startServer(false)
  const harness = await openScenario(driver, healthy, server, 'readyz', { isPatient: true })
  // What is made once, such as compiled code, is not made by the probes that count.
  await live(harness, 100, seed + 1)
  const before = await countResources(harness)
  const life = await live(harness, probes, seed)
  const after = await countResources(harness)
  await harness.close()
  await server.close()
  return { probes, ...life, maxLatenessMs: Math.round(harness.maxLatenessMs), before, after }
}

async function live(harness: Scenario<Application, Daemon>, probes: number, seed: number) {
  const { server, application } = harness
  const random = generator(seed)
  const load = startLoad(application)
  const wrong: string[] = []
  let isFrozen = false
  let frozen = 0
  for (let probe = 0; probe < probes; probe += 1) {
    if (random() < (isFrozen ? 0.6 : 0.08)) {
      isFrozen = !isFrozen
      if (isFrozen) server.freeze()
      else server.thaw()
    }
    const said = await harness.runProbe(isFrozen ? brief : generous)
    if (isFrozen) frozen += 1
    if (said !== (isFrozen ? 'timeout' : 'pass')) wrong.push(`${probe}: ${said}`)
  }
  server.thaw()
  return { frozen, wrong, worked: await load.stop() }
}

/** An application that always has one piece of work in hand. */
function startLoad(application: Application) {
  const over = new AbortController()
  let worked = 0
  const work = async () => {
    while (!over.signal.aborted) {
      await application.use().then(
        () => {
          worked += 1
        },
        // While its server is frozen it may fail, as applications do.
        () => {},
      )
      await nextTurn()
    }
  }
  const working = work()
  return {
    async stop() {
      over.abort()
      await working
      return worked
    },
  }
}

async function countResources({
  application,
}: Scenario<Application, Daemon>): Promise<ResourceCounts> {
  await application.warmUp()
  await nextTurn()
  const { busy, emitters } = application
  globalThis.gc?.()
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    ...busy,
    listeners: emitters
      .flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
      .reduce((sum, count) => sum + count, 0),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    heapKb: Math.round(process.memoryUsage().heapUsed / 1024),
  }
}

/** Numbers between 0 and 1 that only look random: the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    // A step of the linear congruential generator of Numerical Recipes.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
