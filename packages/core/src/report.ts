import type { Reason } from './errors.ts'

export type Status = 'pass' | 'warn' | 'fail'

/** The last result of one checker. Always safe to publish. */
export interface CheckResult {
  readonly name: string
  readonly status: Status
  /** Milliseconds that the check took. For a pending check, milliseconds since its start. */
  readonly durationMs: number
  /** ISO 8601, UTC. */
  readonly checkedAt: string
  /** Start of the first check that found the current status. ISO 8601, UTC. */
  readonly since: string
  /** Absent when it passes. */
  readonly reason?: Reason
  /** Absent when it passes. */
  readonly message?: string
}

/** The result of a run. Its status is the worst status of its checks. */
export interface Report {
  readonly status: Status
  /** In the order of the checkers in the options. */
  readonly checks: readonly CheckResult[]
}

const rank = { pass: 0, warn: 1, fail: 2 } as const

export function worst(found: readonly { readonly status: Status }[]): Status {
  let result: Status = 'pass'
  for (const { status } of found) if (rank[status] > rank[result]) result = status
  return result
}
