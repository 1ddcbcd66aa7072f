import { readdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Application, brief, generous } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Fault } from './fault.ts'
import { openScenario } from './open-scenario.ts'
import type { Scenario } from './scenario.ts'

/** The results of many probes in one process, and its resources before and after them. */
export interface SoakResult {
  readonly probes: number
  /** The number of probes while the server was frozen. */
  readonly frozen: number
  /** The unexpected results. Expected: `timeout` while the server is frozen, otherwise `pass`. */
  readonly unexpected: readonly string[]
  /** The longest delay of a result after its time limit, in milliseconds of process time. */
  readonly maxLatenessMs: number
  /** The number of calls of the application that succeeded meanwhile. */
  readonly completed: number
  readonly before: ResourceCounts
  readonly after: ResourceCounts
}

/** The resources that a check could leak. */
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

/** A healthy server without a fault. */
export const healthy: Fault = { name: 'none', where: 'server', apply: async () => () => {} }

/** Runs probes while the application uses the client and the server freezes and thaws at random. */
export async function soak<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
  { probes, seed }: SoakOptions,
): Promise<SoakResult> {
  const server = await driver.startServer(false)
  const scenario = await openScenario(driver, healthy, server, 'readyz', { hasLongTimeout: true })
  // The first probes allocate what is allocated once, such as compiled code.
  await probeUnderLoad(scenario, 100, seed + 1)
  const before = await countResources(scenario)
  const results = await probeUnderLoad(scenario, probes, seed)
  const after = await countResources(scenario)
  await scenario.close()
  await server.close()
  return { probes, ...results, maxLatenessMs: Math.round(scenario.maxLatenessMs), before, after }
}

async function probeUnderLoad(
  scenario: Scenario<Application, Daemon>,
  probes: number,
  seed: number,
) {
  const { server, application } = scenario
  const random = createRandom(seed)
  const load = startLoad(application)
  const unexpected: string[] = []
  let isFrozen = false
  let frozen = 0
  for (let probe = 0; probe < probes; probe += 1) {
    if (random() < (isFrozen ? 0.6 : 0.08)) {
      isFrozen = !isFrozen
      if (isFrozen) server.freeze()
      else server.thaw()
    }
    const result = await scenario.runProbe(isFrozen ? brief : generous)
    if (isFrozen) frozen += 1
    if (result !== (isFrozen ? 'timeout' : 'pass')) unexpected.push(`${probe}: ${result}`)
  }
  server.thaw()
  return { frozen, unexpected, completed: await load.stop() }
}

/** Uses the client continuously. `stop` resolves with the number of calls that succeeded. */
function startLoad(application: Application) {
  const controller = new AbortController()
  let completed = 0
  const run = async () => {
    while (!controller.signal.aborted) {
      await application.use().then(
        () => {
          completed += 1
        },
        // A call may fail while the server is frozen.
        () => {},
      )
      await nextTurn()
    }
  }
  const running = run()
  return {
    async stop() {
      controller.abort()
      await running
      return completed
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

/** Returns a generator of pseudorandom numbers from 0 to 1, which depend only on the seed. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    // The linear congruential generator of Numerical Recipes.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
