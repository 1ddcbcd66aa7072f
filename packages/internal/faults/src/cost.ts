import type { Daemon } from '@readyz/servers'
import type { Application } from '@readyz/stage'
import { openScene, type Scene } from './scene.ts'
import { healthy } from './soak.ts'
import type { Subject } from './subject.ts'

const rounds = 40
const batch = 200

/**
 * Milliseconds of processor time that a probe takes away from an application that is busy with the same client: a batch of
 * its work with a probe beside it against the same without, in turns, the least of each. Noise only ever adds.
 */
export async function costOfProbe<A extends Application, S extends Daemon>(
  subject: Subject<A, S>,
): Promise<number> {
  const server = await subject.startServer(false)
  const stage = await openScene(subject, healthy, server, 'readyz')
  const alone: number[] = []
  const probed: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await measured(() => work(stage.application)))
    probed.push(await measured(() => workBesideProbe(stage)))
  }
  await stage.close()
  await server.close()
  return Math.min(...probed) - Math.min(...alone)
}

async function workBesideProbe(stage: Scene<Application, Daemon>) {
  const { application } = stage
  const probe = stage.probesWithin().readiness()
  await work(application)
  await probe
}

async function work(application: Application): Promise<void> {
  for (let done = 0; done < batch; done += 1) await application.use()
}

async function measured(run: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1000
}
