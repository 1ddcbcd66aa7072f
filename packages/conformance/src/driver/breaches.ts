import { AssertionError } from 'node:assert/strict'
import { type Breach, type Judged, judge, type Privacy } from './judge.ts'

/** What was broken while a rule was played. */
export interface Breaches {
  /** Notes what a check breaks, and what it logged. */
  judge(judged: Judged): void
  /** Notes a breach where a rule is not kept. */
  demand(isKept: boolean, breach: Breach): void
  /** @throws AssertionError that names every rule that was broken, with the private causes that were logged */
  close(): void
}

export function createBreaches(privacy: Privacy): Breaches {
  const found: Breach[] = []
  const logs = new Set<string>()
  return {
    judge(judged) {
      found.push(...judge(judged, privacy))
      if (judged.asked.log !== '') logs.add(judged.asked.log)
    },
    demand(isKept, breach) {
      if (!isKept) found.push(breach)
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
