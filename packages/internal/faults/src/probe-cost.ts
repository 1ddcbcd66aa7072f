import type { Application } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest } from './driver-under-test.ts'
import { openScenario } from './open-scenario.ts'
import type { Scenario } from './scenario.ts'
import { healthy } from './soak.ts'

const rounds = 40
const callsPerRound = 200

/**
 * Returns the processor time in milliseconds that one probe costs an application that uses the same
 * client. Measures the same calls of the client with and without a simultaneous probe, alternately.
 * The result is the difference of the two minima, because other processes can only add time.
 */
export async function measureProbeCost<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
): Promise<number> {
  const server = await driver.startServer(false)
  const scenario = await openScenario(driver, healthy, server, 'readyz')
  const withoutProbe: number[] = []
  const withProbe: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    withoutProbe.push(await cpuTimeOf(() => useClient(scenario.application)))
    withProbe.push(await cpuTimeOf(() => useClientDuringProbe(scenario)))
  }
  await scenario.close()
  await server.close()
  return Math.min(...withProbe) - Math.min(...withoutProbe)
}

async function useClientDuringProbe(scenario: Scenario<Application, Daemon>): Promise<void> {
  const probe = scenario.probesWithin().readiness()
  await useClient(scenario.application)
  await probe
}

async function useClient(application: Application): Promise<void> {
  for (let calls = 0; calls < callsPerRound; calls += 1) await application.use()
}

/** Returns the processor time in milliseconds until the promise settles. */
async function cpuTimeOf(run: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
