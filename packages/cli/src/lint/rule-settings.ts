import type { Finding } from './finding.ts'
import type { RuleId, Severity } from './rule-descriptions.ts'

/** The severity of each rule that differs from its default; `off` omits its findings. */
export type RuleSettings = Readonly<Partial<Record<RuleId, Severity | 'off'>>>

/** Changes the severity of findings and omits those of rules that are off. */
export function applySettings(
  findings: readonly Finding[],
  settings: RuleSettings = {},
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const severity = settings[finding.rule] ?? finding.severity
    return severity === 'off' ? [] : { ...finding, severity }
  })
}
