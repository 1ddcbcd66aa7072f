import { startProcessGuard } from '../process-guard.ts'
import { inTurn } from '../sequential.ts'
import type { Open, Server } from './driver-under-test.ts'
import { openEndpoint } from './endpoint.ts'
import { privacyOf } from './evaluate.ts'
import { createHarness, type Harness } from './harness.ts'
import { leaksSince, resources, waitUntil } from './leaks.ts'
import { startTracking } from './resource-tracker.ts'
import { createViolations } from './violations.ts'

export type Rule = (harness: Harness) => Promise<void>

/** By title. */
export type Rules = Readonly<Record<string, Rule>>

export interface RunRuleOptions {
  readonly server: Server | undefined
  /** Connections that a check may make. Default: one of its own, and one that its pool needs, if it has one. */
  readonly dials?: number
}

/** Plays a rule, and rejects with all that was broken, and with what is left when all is closed. */
export function runRule(rule: Rule, open: Open, options: RunRuleOptions): Promise<void> {
  return inTurn(() => runRuleNow(rule, open, options))
}

async function runRuleNow(
  rule: Rule,
  open: Open,
  { server, dials }: RunRuleOptions,
): Promise<void> {
  const before = resources()
  const guard = startProcessGuard()
  const stopTracking = startTracking()
  const endpoint = await openEndpoint()
  const violations = createViolations(privacyOf([endpoint.host, String(endpoint.port)], server))
  const harness = createHarness({ endpoint, open, server, violations, dials })
  try {
    await rule(harness)
  } finally {
    try {
      await harness.close()
    } finally {
      await endpoint.close()
      await waitUntil(() => leaksSince(before) === '')
      stopTracking()
      guard.stop()
    }
  }
  violations.assertRule(leaksSince(before) === '', {
    rule: 'closes every resource',
    expected: 'nothing',
    seen: leaksSince(before),
  })
  violations.assertRule(guard.listeners.length === 0, {
    rule: 'removes every listener',
    expected: 'as many listeners as before',
    seen: guard.listeners.join('; '),
  })
  violations.assertRule(guard.seen.length === 0, {
    rule: 'does not end the process',
    expected: 'no uncaught error',
    seen: guard.seen.join('; '),
  })
  violations.close()
}
