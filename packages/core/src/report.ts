import type { Reason } from './errors.ts'

export type Status = 'pass' | 'warn' | 'fail'

/** What is known of one checker. Safe to publish, always. */
export interface CheckResult {
  readonly name: string
  readonly status: Status
  /** Milliseconds the check took, or has taken so far. */
  readonly durationMs: number
  /** ISO 8601, UTC. */
  readonly checkedAt: string
  /** Since when the checker has had this status: when the first check began that found it; ISO 8601, UTC. */
  readonly since: string
  /** Absent when it passes. */
  readonly reason?: Reason
  /** Absent when it passes. */
  readonly message?: string
}

/** What a run found. The worst status wins. */
export interface Report {
  readonly status: Status
  /** In the order in which the checkers were given. */
  readonly checks: readonly CheckResult[]
}

const rank = { pass: 0, warn: 1, fail: 2 } as const

export function worst(found: readonly { readonly status: Status }[]): Status {
  let result: Status = 'pass'
  for (const { status } of found) if (rank[status] > rank[result]) result = status
  return result
}
