import { type Application, brief, generous } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest, Row } from './driver-under-test.ts'
import { openScenario } from './open-scenario.ts'

/**
 * Returns the results of two probes during a fault and of one probe after it. Throws if a probe is
 * late, publishes private data or leaks a resource. Also throws if the application does not work
 * after the fault, unless the client cannot recover from it.
 */
export async function probeWithFault<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
  [fault, expected]: Row<A, S>,
  server: S,
): Promise<readonly string[]> {
  const scenario = await openScenario(driver, fault, server, 'readyz')
  try {
    const revert = await fault.apply(scenario)
    const limit = expected === 'timeout' ? brief : generous
    const during: string[] = []
    try {
      during.push(await scenario.runProbe(limit), await scenario.runProbe(limit))
    } finally {
      await revert()
    }
    const after = await scenario.runProbe()
    if (!driver.unrecoverable?.includes(fault)) await scenario.application.assertWorking()
    return [...during, after]
  } finally {
    await scenario.close()
  }
}
