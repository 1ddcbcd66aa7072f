import type { RuleId, Severity } from './rules.ts'

/** Something in a manifest that is wrong, or will be. Holds no part of a URL's query, which may be a secret. */
export interface Finding {
  /** As it was given; `-` is standard input. */
  readonly file: string
  /** From 1; of the field's key. 1 if it is about the whole file. */
  readonly line: number
  readonly column: number
  /** `Deployment/web`, or empty if it is about the whole file. */
  readonly object: string
  /** `spec.template.spec.containers[0].livenessProbe.timeoutSeconds`, or empty if it is about the whole file. */
  readonly field: string
  readonly rule: RuleId
  readonly severity: Severity
  readonly message: string
  readonly why: string
  /** What to write instead. */
  readonly instead: string
}

/** What a check has to say; the rest of the finding follows from where it is said. */
export interface Remark {
  readonly rule: RuleId
  readonly severity?: Severity
  readonly message: string
  readonly instead: string
}

/** The code to exit with: 1 if there is an error, 0 if there are only warnings, or nothing. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0
}
