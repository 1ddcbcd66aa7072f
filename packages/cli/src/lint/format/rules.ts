import { ruleAddress } from '../rule-address.ts'
import { type RuleId, rules } from '../rule-descriptions.ts'

/** Returns all rules with their severity, summary, reason and page, for a terminal. */
export function rulesText(): string {
  const ids = Object.keys(rules) as readonly RuleId[]
  return ids.map(describe).join('\n')
}

function describe(id: RuleId): string {
  const { severity, summary, why } = rules[id]
  return `${id} (${severity})\n  ${summary}.\n  ${why}\n  ${ruleAddress(id)}\n`
}
