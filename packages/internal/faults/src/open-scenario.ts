import type { Address } from '@readyz/conformance'
import type { Checker } from '@readyz/core'
import { type Application, openHarness } from '@readyz/harness'
import type { Daemon } from '@readyz/servers'
import type { DriverUnderTest, OpenOptions } from './driver-under-test.ts'
import type { Fault } from './fault.ts'
import type { CheckKind, Scenario } from './scenario.ts'

const unused: Checker = { name: 'unused', check: () => true }

/** Opens an application of the driver in a harness that fits the fault. */
export async function openScenario<A extends Application, S extends Daemon>(
  { open }: DriverUnderTest<A, S>,
  { where, idle, misconfiguration }: Fault<A, S>,
  server: S,
  kind: CheckKind,
  { hasLongTimeout }: Pick<OpenOptions, 'hasLongTimeout'> = {},
): Promise<Scenario<A, S>> {
  const setUp = (address: Address) => {
    const opened = open(server, { address, misconfiguration, hasLongTimeout })
    return { ...opened, checker: kind === 'readyz' ? opened.checker() : unused }
  }
  const harness = await openHarness(server, setUp, { where })
  if (idle) await harness.application.warmUp()
  return harness
}
