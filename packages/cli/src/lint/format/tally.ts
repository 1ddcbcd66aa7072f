import type { Finding } from '../finding.ts'

export interface Tally {
  readonly errors: number
  readonly warnings: number
}

export function tally(findings: readonly Finding[]): Tally {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: findings.length - errors }
}
