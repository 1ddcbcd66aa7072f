import { AssertionError } from 'node:assert/strict'
import { type Evaluated, evaluate, type Privacy, type Violation } from './evaluate.ts'

/** The violations found while a rule runs. */
export interface Violations {
  /** Records the violations and the log of a check. */
  evaluate(evaluated: Evaluated): void
  /** Records a violation if `isKept` is false. */
  assertRule(isKept: boolean, violation: Violation): void
  /** @throws AssertionError that names every broken rule, with the logged private causes */
  close(): void
}

export function createViolations(privacy: Privacy): Violations {
  const found: Violation[] = []
  const logs = new Set<string>()
  return {
    evaluate(evaluated) {
      found.push(...evaluate(evaluated, privacy))
      if (evaluated.outcome.log !== '') logs.add(evaluated.outcome.log)
    },
    assertRule(isKept, violation) {
      if (!isKept) found.push(violation)
    },
    close() {
      if (found.length === 0) return
      const lines = found.map(
        ({ rule, expected, seen }) => `${rule}: expected ${expected}, saw ${seen}`,
      )
      const logged = [...logs].map((log) => `logged: ${log}`)
      throw new AssertionError({ message: [...new Set(lines), ...logged].join('\n') })
    },
  }
}
