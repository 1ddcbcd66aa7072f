import { AssertionError } from 'node:assert/strict'
import { type Evaluated, evaluate, type Privacy, type Violation } from './evaluate.ts'

/** What was broken while a rule was played. */
export interface Violations {
  /** Notes what a check breaks, and what it logged. */
  evaluate(evaluated: Evaluated): void
  /** Notes a breach where a rule is not kept. */
  assertRule(isKept: boolean, violation: Violation): void
  /** @throws AssertionError that names every rule that was broken, with the private causes that were logged */
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
