import { createSetupGuard } from '../skip-after-setup-failure.ts'
import type { Test } from '../test-function.ts'
import type { Open, Server } from './driver-under-test.ts'
import { expectFailures, expectRecovery, startWithProxy } from './rule-steps.ts'
import { connectionFaultRules } from './rules/connection-faults.ts'
import { deadPoolConnectionRules } from './rules/dead-pool-connection.ts'
import { faultServerRules } from './rules/fault-server-rules.ts'
import { frozenServerRules } from './rules/frozen-server.ts'
import { healthyServerRules } from './rules/healthy-server.ts'
import { nameResolutionRules } from './rules/name-resolution.ts'
import { repeatedCheckRules, repeatedCheckRulesWithServer } from './rules/repeated-checks.ts'
import { type Rule, type Rules, runRule } from './run-rule.ts'

/**
 * Registers a test for each rule of a driver. The rules count the resources of the process, so no
 * other code should run in it. If the first call of `open` fails, its test fails and the others are
 * skipped.
 */
export function driverConformance(test: Test, open: Open, server?: Server): void {
  const guard = createSetupGuard()
  const guardedOpen = guard.wrapSetup(open)
  for (const [title, rule] of Object.entries(rulesFor(server))) {
    test(
      title,
      guard.wrapTest(() => runRule(rule, guardedOpen, { server })),
    )
  }
}

function rulesFor(server: Server | undefined): Rules {
  const withoutServer = { ...faultServerRules, ...nameResolutionRules, ...repeatedCheckRules }
  if (server === undefined) return withoutServer
  return {
    ...healthyServerRules,
    ...repeatedCheckRulesWithServer,
    ...withoutServer,
    ...connectionFaultRules,
    ...deadPoolConnectionRules,
    ...(server.freeze && server.thaw && frozenServerRules),
    ...serverFaultRules(server),
  }
}

/** A rule for each fault in `faults` of the server. */
function serverFaultRules({ faults = {} }: Server): Rules {
  const ruleFor =
    (startFault: () => Promise<() => unknown>): Rule =>
    async (harness) => {
      await startWithProxy(harness)
      const endFault = await startFault()
      try {
        await expectFailures(harness)
      } finally {
        await endFault()
      }
      await expectRecovery(harness)
    }
  return Object.fromEntries(
    Object.entries(faults).map(([name, startFault]) => [
      `a check fails during the fault "${name}", and passes after it`,
      ruleFor(startFault),
    ]),
  )
}
