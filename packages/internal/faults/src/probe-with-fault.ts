import { type Application, brief, generous } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest, Row } from './driver-under-test.ts'
import { openScenario } from './open-scenario.ts'

/**
 * What two probes say while a fault lasts, and one when it is over. Throws if one is late, if anything private is said, if
 * anything is left behind, or if the application cannot work afterwards though its client could.
 */
export async function probeWithFault<A extends Application, S extends Daemon>(
  driver: DriverUnderTest<A, S>,
  [fault, says]: Row<A, S>,
  server: S,
): Promise<readonly string[]> {
  const harness = await openScenario(driver, fault, server, 'readyz')
  try {
    const revert = await fault.apply(harness)
    const limit = says === 'timeout' ? brief : generous
    const during: string[] = []
    try {
      during.push(await harness.runProbe(limit), await harness.runProbe(limit))
    } finally {
      await revert()
    }
    const after = await harness.runProbe()
    if (!driver.fatal?.includes(fault)) await harness.application.work()
    return [...during, after]
  } finally {
    await harness.close()
  }
}
