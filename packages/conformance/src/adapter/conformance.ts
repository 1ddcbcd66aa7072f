import { runSequentially } from '../sequential.ts'
import { createSetupGuard } from '../skip-after-setup-failure.ts'
import type { Test } from '../test-function.ts'
import { type Rules, type Serve, withHarness } from './harness.ts'
import { applicationRules } from './rules/application.ts'
import { http2Rules } from './rules/http2.ts'
import { keepAliveRules } from './rules/keep-alive.ts'
import { responseErrorRules } from './rules/response-errors.ts'
import { responseRules } from './rules/responses.ts'
import { routingRules } from './rules/routing.ts'
import { slowCheckRules } from './rules/slow-checks.ts'
import { unusualRequestRules } from './rules/unusual-requests.ts'

const rules: Rules = {
  ...applicationRules,
  ...routingRules,
  ...responseRules,
  ...slowCheckRules,
  ...keepAliveRules,
  ...unusualRequestRules,
  ...responseErrorRules,
  ...http2Rules,
}

/**
 * Registers a test for each rule of an adapter. If the first call of `serve` fails, its test fails
 * and the others are skipped.
 */
export function adapterConformance(test: Test, serve: Serve): void {
  const guard = createSetupGuard()
  const guardedServe = guard.wrapSetup(serve)
  for (const [title, rule] of Object.entries(rules)) {
    test(
      title,
      guard.wrapTest(() => runSequentially(() => withHarness(guardedServe, rule))),
    )
  }
}
