import { exitCodeOf, type Finding } from '../finding.ts'
import { countFindings } from './count-findings.ts'

/** Returns `{ ok, errors, warnings, findings }` as JSON. Each finding has all its fields. */
export function json(findings: readonly Finding[]): string {
  const ok = exitCodeOf(findings) === 0
  return `${JSON.stringify({ ok, ...countFindings(findings), findings }, undefined, 2)}\n`
}
