import { createFirstUse } from '../first-use.ts'
import type { Test } from '../test.ts'
import { anywhereRules } from './anywhere.ts'
import { freezingRules } from './freezing.ts'
import { healthyRules } from './healthy.ts'
import { leftoverRules, leftoverRulesOfServer } from './leftovers.ts'
import { nameRules } from './names.ts'
import { play, type Rule, type Rules } from './play.ts'
import { seeRecovery, start, suffer } from './recovery.ts'
import type { Open, Server } from './subject.ts'
import { wayRules } from './way.ts'

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
      firstUse.body(() => play(rule, guarded, { server })),
    )
  }
}

function rulesFor(server: Server | undefined): Rules {
  const always = { ...anywhereRules, ...nameRules, ...leftoverRules }
  if (server === undefined) return always
  return {
    ...healthyRules,
    ...leftoverRulesOfServer,
    ...always,
    ...wayRules,
    ...(server.freeze && server.thaw && freezingRules),
    ...rulesOfItsOwn(server),
  }
}

function rulesOfItsOwn({ faults = {} }: Server): Rules {
  const ruleOf =
    (inflict: () => Promise<() => unknown>): Rule =>
    async (stage) => {
      await start(stage)
      const heal = await inflict()
      try {
        await suffer(stage)
      } finally {
        await heal()
      }
      await seeRecovery(stage)
    }
  return Object.fromEntries(
    Object.entries(faults).map(([title, inflict]) => [title, ruleOf(inflict)]),
  )
}
