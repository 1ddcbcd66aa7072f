import { createFirstUse } from '../first-use.ts'
import { inTurn } from '../sequential.ts'
import type { Test } from '../test.ts'
import { type Rules, type Serve, withHarness } from './harness.ts'
import { applicationRules } from './rules/application.ts'
import { http2Rules } from './rules/http2.ts'
import { connectionRules } from './rules/keep-alive.ts'
import { requestRules } from './rules/requests.ts'
import { errorRules } from './rules/response-errors.ts'
import { answerRules } from './rules/responses.ts'
import { runRules } from './rules/runs.ts'

const rules: Rules = {
  ...applicationRules,
  ...requestRules,
  ...answerRules,
  ...runRules,
  ...connectionRules,
  ...errorRules,
  ...http2Rules,
}

/**
 * Registers a test for each rule of an adapter. When the first call of `serve` fails, its test fails and the others are
 * skipped.
 */
export function adapterConformance(test: Test, serve: Serve): void {
  const firstUse = createFirstUse()
  const guarded = firstUse.guard(serve)
  for (const [name, rule] of Object.entries(rules)) {
    test(
      name,
      firstUse.body(() => inTurn(() => withHarness(guarded, rule))),
    )
  }
}
