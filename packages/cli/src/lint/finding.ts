import type { RuleId, Severity } from './rule-descriptions.ts'
import type { Field } from './yaml-field.ts'

/** A problem and its location. Contains no part of a URL's query, which may be a secret. */
export interface Finding {
  /** The file as it was given; `-` is standard input. */
  readonly file: string
  /** The line of the field's key, from 1. 1 if the finding is about the whole file. */
  readonly line: number
  readonly column: number
  /** `Deployment/web`. Empty if the finding is about the whole file. */
  readonly object: string
  /**
   * `spec.template.spec.containers[0].livenessProbe`. Empty if the finding is about the whole file.
   */
  readonly field: string
  readonly rule: RuleId
  readonly severity: Severity
  readonly message: string
  readonly why: string
  /** The correction. */
  readonly instead: string
}

/**
 * A problem that a rule reports. The description of the rule and the location complete it to a
 * finding.
 */
export interface Problem {
  readonly rule: RuleId
  /** Default: the severity of the rule. */
  readonly severity?: Severity
  readonly message: string
  readonly instead: string
}

/** A problem of one field of a manifest. */
export interface FieldProblem extends Problem {
  readonly field: Field
  /** Whether something is missing, which another file may add. Not reported for such a fragment. */
  readonly isAbsence?: boolean
}

/** Returns the exit code: 1 for an error or too many warnings, 0 otherwise. */
export function exitCodeOf(
  findings: readonly Finding[],
  maxWarnings: number = Number.POSITIVE_INFINITY,
): 0 | 1 {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return errors > 0 || findings.length - errors > maxWarnings ? 1 : 0
}
