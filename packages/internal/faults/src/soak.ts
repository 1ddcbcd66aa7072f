import { readdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Daemon } from '@readyz/servers'
import { type Application, brief, generous } from '@readyz/stage'
import type { Fault } from './fault.ts'
import { openScene, type Scene } from './scene.ts'
import type { Subject } from './subject.ts'

/** What a long life does to a process. */
export interface Soaked {
  readonly probes: number
  /** Those that came while the server was frozen. */
  readonly frozen: number
  /** Probes that said anything but `pass`, or `timeout` while the server was frozen. */
  readonly wrong: readonly string[]
  /** Milliseconds of the process's own time that the latest probe came after a timer of its limit. */
  readonly latestMs: number
  /** Pieces of work that the application did meanwhile. */
  readonly worked: number
  readonly before: Belongings
  readonly after: Belongings
}

/** What could leak. */
export interface Belongings {
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

export const healthy: Fault = { name: 'none', where: 'server', inflict: async () => () => {} }

/** Probes while the server freezes and thaws at random, and the application goes on using the same client. */
export async function soak<A extends Application, S extends Daemon>(
  subject: Subject<A, S>,
  { probes, seed }: SoakOptions,
): Promise<Soaked> {
  const server = await subject.startServer(false)
  const stage = await openScene(subject, healthy, server, 'readyz', { isPatient: true })
  // What is made once, such as compiled code, is not made by the probes that count.
  await live(stage, 100, seed + 1)
  const before = await belongings(stage)
  const life = await live(stage, probes, seed)
  const after = await belongings(stage)
  await stage.close()
  await server.close()
  return { probes, ...life, latestMs: Math.round(stage.latest), before, after }
}

async function live(stage: Scene<Application, Daemon>, probes: number, seed: number) {
  const { server, application } = stage
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
    const said = await stage.ask(isFrozen ? brief : generous)
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

async function belongings({ application }: Scene<Application, Daemon>): Promise<Belongings> {
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
