import { exitCodeOf, type Finding } from '../finding.ts'
import { tally } from './tally.ts'

/** `{ ok, errors, warnings, findings }`: each finding with all its fields. */
export function json(findings: readonly Finding[]): string {
  const ok = exitCodeOf(findings) === 0
  return `${JSON.stringify({ ok, ...tally(findings), findings }, undefined, 2)}\n`
}
