import { startProcessGuard } from '../process-guard.ts'
import { runSequentially } from '../sequential.ts'
import type { Open, Server } from './driver-under-test.ts'
import { openEndpoint } from './endpoint.ts'
import { secretsOf } from './evaluate.ts'
import { createHarness, type Harness } from './harness.ts'
import { leaksSince, resources } from './leaks.ts'
import { startTracking } from './resource-tracker.ts'
import { createViolations } from './violations.ts'
import { waitUntil } from './wait.ts'

export type Rule = (harness: Harness) => Promise<void>

/** Rules by title. */
export type Rules = Readonly<Record<string, Rule>>

export interface RunRuleOptions {
  readonly server: Server | undefined
  /**
   * Connections that a check may open. Default: one dedicated connection, and one of the pool if
   * there is a pool.
   */
  readonly maxConnections?: number
}

/** Runs a rule. Rejects with all violations, including resources that are open after the rule. */
export function runRule(rule: Rule, open: Open, options: RunRuleOptions): Promise<void> {
  return runSequentially(() => runRuleNow(rule, open, options))
}

async function runRuleNow(
  rule: Rule,
  open: Open,
  { server, maxConnections }: RunRuleOptions,
): Promise<void> {
  const before = resources()
  const guard = startProcessGuard()
  const stopTracking = startTracking()
  const endpoint = await openEndpoint()
  const violations = createViolations(secretsOf([endpoint.host, String(endpoint.port)], server))
  const harness = createHarness({ endpoint, open, server, violations, maxConnections })
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
    actual: leaksSince(before),
  })
  violations.assertRule(guard.listenerWarnings.length === 0, {
    rule: 'removes every listener',
    expected: 'as many listeners as before',
    actual: guard.listenerWarnings.join('; '),
  })
  violations.assertRule(guard.errors.length === 0, {
    rule: 'does not end the process',
    expected: 'no uncaught error',
    actual: guard.errors.join('; '),
  })
  violations.close()
}
