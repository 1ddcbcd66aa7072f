import type { Reason } from './errors.ts'
import type { Status } from './report.ts'

/** A change of the status of a checker. */
export interface Transition {
  readonly probe: 'liveness' | 'readiness'
  readonly name: string
  /** Absent when this was the first check. */
  readonly from?: Status
  readonly to: Status
  /** Milliseconds that `from` lasted. Absent when this was the first check. */
  readonly lastedMs?: number
  /** Absent when it passes. */
  readonly reason?: Reason
  /** The public message. Absent when it passes. */
  readonly message?: string
  /** PRIVATE: the thrown value. May contain hosts, users and connection strings. */
  readonly cause?: unknown
}
