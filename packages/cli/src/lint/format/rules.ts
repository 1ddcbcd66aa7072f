import { rules } from '../rule-descriptions.ts'

/** Returns all rules with their severity, summary and reason, for a terminal. */
export function rulesText(): string {
  const parts = Object.entries(rules).map(
    ([id, { severity, summary, why }]) => `${id} (${severity})\n  ${summary}.\n  ${why}\n`,
  )
  return parts.join('\n')
}
