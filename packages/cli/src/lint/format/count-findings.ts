import type { Finding } from '../finding.ts'

export interface FindingCounts {
  readonly errors: number
  readonly warnings: number
}

/** Counts the errors and warnings. */
export function countFindings(findings: readonly Finding[]): FindingCounts {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: findings.length - errors }
}
