import { publicFailure, type Reason } from './errors.ts'
import { reasonOf } from './reason.ts'
import type { Status } from './report.ts'
import { oneLine } from './truncate.ts'

/** The result of a check: its public part, and the private cause. */
export interface Outcome {
  readonly status: Status
  readonly reason?: Reason | undefined
  readonly message?: string | undefined
  readonly cause?: unknown
}

const maxMessage = 200
const passed: Outcome = Object.freeze({ status: 'pass' })

/** Returns the outcome for a value that a check returned or resolved with. Never throws. */
export function outcomeOfValue(value: unknown, failure: string): Outcome {
  if (value === false) return outcomeOfError(new Error('the check returned false'), failure)
  try {
    if (isOf(value, 'Response')) return outcomeOfResponse(value, failure)
    return isOf(value, 'Error') || value instanceof Error ? outcomeOfError(value, failure) : passed
  } catch {
    // A value whose properties throw does not show that the dependency works.
    return outcomeOfError(value, failure)
  }
}

/**
 * Fails for a `Response` that is not ok. Cancels its body, because an unread body keeps its
 * connection.
 */
function outcomeOfResponse(response: object, failure: string): Outcome {
  const { ok, status, body }: { ok?: unknown; status?: unknown; body?: unknown } = response
  cancel(body)
  if (ok === true) return passed
  return outcomeOfError(new Error(`the response has the HTTP status ${String(status)}`), failure)
}

// The body is a web stream in the platform's fetch, and a Node.js stream in node-fetch.
function cancel(body: unknown): void {
  const { locked, cancel: end, destroy } = Object(body)
  if (locked === true) return
  if (typeof end === 'function') Promise.resolve(end.call(body)).catch(() => {})
  else if (typeof destroy === 'function') destroy.call(body)
}

/**
 * Returns the outcome for a value of any type that a check threw or rejected with. Never throws.
 */
export function outcomeOfError(error: unknown, failure: string): Outcome {
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

// `instanceof` alone misses objects of another realm, such as the objects of Node under Jest.
function isOf(value: unknown, type: 'Error' | 'Response'): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Object.prototype.toString.call(value) === `[object ${type}]`
}
