import { createFirstUse } from '../first-use.ts'
import type { Test } from '../test.ts'
import type { Open, Server } from './driver-under-test.ts'
import { connectionFaultRules } from './rules/connection-faults.ts'
import { frozenServerRules } from './rules/frozen-server.ts'
import { healthyServerRules } from './rules/healthy-server.ts'
import { nameResolutionRules } from './rules/name-resolution.ts'
import { repeatedCheckRules, repeatedCheckRulesOfServer } from './rules/repeated-checks.ts'
import { silentOrInvalidServerRules } from './rules/silent-or-invalid-server.ts'
import { type Rule, type Rules, runRule } from './run-rule.ts'
import { expectFailures, expectRecovery, start } from './with-fault.ts'

/**
 * Registers a test for each fault and rule of a driver. They should have the process to themselves: what a check leaves
 * behind is counted in it. When the first call of `open` fails, its test fails and the others are skipped.
 */
export function driverConformance(test: Test, open: Open, server?: Server): void {
  const firstUse = createFirstUse()
  const guarded = firstUse.guard(open)
  for (const [title, rule] of Object.entries(rulesFor(server))) {
    test(
      title,
      firstUse.body(() => runRule(rule, guarded, { server })),
    )
  }
}

function rulesFor(server: Server | undefined): Rules {
  const always = { ...silentOrInvalidServerRules, ...nameResolutionRules, ...repeatedCheckRules }
  if (server === undefined) return always
  return {
    ...healthyServerRules,
    ...repeatedCheckRulesOfServer,
    ...always,
    ...connectionFaultRules,
    ...(server.freeze && server.thaw && frozenServerRules),
    ...rulesOfItsOwn(server),
  }
}

function rulesOfItsOwn({ faults = {} }: Server): Rules {
  const ruleOf =
    (apply: () => Promise<() => unknown>): Rule =>
    async (harness) => {
      await start(harness)
      const revert = await apply()
      try {
        await expectFailures(harness)
      } finally {
        await revert()
      }
      await expectRecovery(harness)
    }
  return Object.fromEntries(Object.entries(faults).map(([title, apply]) => [title, ruleOf(apply)]))
}
