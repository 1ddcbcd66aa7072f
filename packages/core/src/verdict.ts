import { oneLine, reasonOf } from './cause.ts'
import { publicFailure, type Reason } from './errors.ts'
import type { Status } from './report.ts'

/** What a check came to: the public part, and the private cause. */
export interface Verdict {
  readonly status: Status
  readonly reason?: Reason | undefined
  readonly message?: string | undefined
  readonly cause?: unknown
}

const maxMessage = 200
const passed: Verdict = Object.freeze({ status: 'pass' })

/** Judges what a check returned or resolved with. Never throws. */
export function judgeValue(value: unknown, failure: string): Verdict {
  if (value === false) return judgeError(new Error('the check returned false'), failure)
  return isError(value) ? judgeError(value, failure) : passed
}

/** Judges what a check threw or rejected with, which may be anything, also a trap. Never throws. */
export function judgeError(error: unknown, failure: string): Verdict {
  try {
    const known = typeof error === 'object' && error !== null ? publicFailure(error) : undefined
    if (known !== undefined) {
      const { severity, code, message } = known
      return { status: severity, reason: code, message: oneLine(message, maxMessage), cause: error }
    }
    return { status: 'fail', reason: reasonOf(error), message: failure, cause: error }
  } catch {
    return { status: 'fail', reason: 'error', message: failure, cause: error }
  }
}

// `instanceof` alone misses the errors of another realm, such as those of node itself under jest.
function isError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
  } catch {
    return true
  }
}
