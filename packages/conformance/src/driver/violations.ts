import { AssertionError } from 'node:assert/strict'
import { type EvaluatedCheck, evaluate, type Secrets, type Violation } from './evaluate.ts'

/** The violations found while a rule runs. */
export interface Violations {
  /** Records the violations and the log of a check. */
  evaluate(check: EvaluatedCheck): void
  /** Records a violation if `isKept` is false. */
  assertRule(isKept: boolean, violation: Violation): void
  /** @throws AssertionError that names every broken rule, with the logged private causes */
  close(): void
}

export function createViolations(secrets: Secrets): Violations {
  const found: Violation[] = []
  const logs = new Set<string>()
  return {
    evaluate(check) {
      found.push(...evaluate(check, secrets))
      if (check.outcome.log !== '') logs.add(check.outcome.log)
    },
    assertRule(isKept, violation) {
      if (!isKept) found.push(violation)
    },
    close() {
      if (found.length === 0) return
      const lines = found.map(
        ({ rule, expected, actual }) => `${rule}: expected ${expected}, got ${actual}`,
      )
      const logged = [...logs].map((log) => `logged: ${log}`)
      throw new AssertionError({ message: [...new Set(lines), ...logged].join('\n') })
    },
  }
}
