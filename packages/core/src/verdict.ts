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
  try {
    if (isOf(value, 'Response')) return judgeResponse(value, failure)
    return isOf(value, 'Error') || value instanceof Error ? judgeError(value, failure) : passed
  } catch {
    // A trap: what throws when it is looked at is no sign of health.
    return judgeError(value, failure)
  }
}

/** A `Response` of `fetch` fails unless it is ok. Its body is cancelled, because an unread body keeps its connection. */
function judgeResponse(response: object, failure: string): Verdict {
  const { ok, status, body }: { ok?: unknown; status?: unknown; body?: unknown } = response
  cancel(body)
  if (ok === true) return passed
  return judgeError(new Error(`the response has the HTTP status ${String(status)}`), failure)
}

// That of the platform is a stream of the web, that of node-fetch one of Node.
function cancel(body: unknown): void {
  const { locked, cancel: end, destroy } = Object(body)
  if (locked === true) return
  if (typeof end === 'function') Promise.resolve(end.call(body)).catch(() => {})
  else if (typeof destroy === 'function') destroy.call(body)
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

// `instanceof` alone misses the objects of another realm, such as those of node itself under jest.
function isOf(value: unknown, type: 'Error' | 'Response'): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Object.prototype.toString.call(value) === `[object ${type}]`
}
