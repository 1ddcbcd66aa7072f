import { createFirstUse } from '../first-use.ts'
import { inTurn } from '../in-turn.ts'
import type { Test } from '../test.ts'
import { answerRules } from './answers.ts'
import { applicationRules } from './application.ts'
import { connectionRules } from './connections.ts'
import { errorRules } from './errors.ts'
import { http2Rules } from './http2.ts'
import { requestRules } from './requests.ts'
import { runRules } from './runs.ts'
import { onStage, type Rules, type Serve } from './stage.ts'

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
      firstUse.body(() => inTurn(() => onStage(guarded, rule))),
    )
  }
}
