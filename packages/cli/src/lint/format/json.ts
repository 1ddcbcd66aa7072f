import type { Checked } from '../checked.ts'
import { exitCodeOf, type Finding } from '../finding.ts'
import { countFindings } from './count-findings.ts'

/** Returns `{ ok, errors, warnings, checked, findings }` as JSON. Each finding has all its fields. */
export function json(findings: readonly Finding[], checked: Checked | undefined): string {
  const ok = exitCodeOf(findings) === 0
  const scope = checked && { ...checked, skipped: Object.fromEntries(checked.skipped) }
  const result = { ok, ...countFindings(findings), checked: scope, findings }
  return `${JSON.stringify(result, undefined, 2)}\n`
}
