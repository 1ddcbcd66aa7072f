import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import { openScenario } from './open-scenario.ts'
import type { Scenario } from './scenario.ts'
import { healthy } from './soak.ts'

const rounds = 40
const batch = 200

/**
 * Milliseconds of processor time that a probe takes away from an application that is busy with the same client: a batch of
 * its work with a probe beside it against the same without, in turns, the least of each. Noise only ever adds.
 */
export async function costOfProbe<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
): Promise<number> {
  const server = await driver.startServer(false)
  const harness = await openScenario(driver, healthy, server, 'readyz')
  const alone: number[] = []
  const probed: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await measured(() => work(harness.application)))
    probed.push(await measured(() => workBesideProbe(harness)))
  }
  await harness.close()
  await server.close()
  return Math.min(...probed) - Math.min(...alone)
}

async function workBesideProbe(harness: Scenario<Application, Daemon>) {
  const { application } = harness
  const probe = harness.probesWithin().readiness()
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
