import { type Checker, createProbes, describeCause, type Transition } from '@readyz/core'
import { redactCause } from './redact/cause.ts'
import type { Redact } from './redact/secrets.ts'

/**
 * Runs a check once, within that many milliseconds and by the rules of core. Gives the problem on one line, without known
 * secrets, or nothing.
 */
export async function attempt(
  checker: Checker,
  time: number,
  redact: Redact,
): Promise<Failure | undefined> {
  let failed: Transition | undefined
  const probes = createProbes({
    readiness: [{ ...checker, timeout: time }],
    // Of which core takes four fifths; the millisecond is for what gets lost in that.
    timeoutSeconds: (time + 1) / 800,
    onTransition: (transition) => {
      failed = transition
    },
  })
  const { status } = await probes.readiness()
  return status === 'pass' ? undefined : failureOf(redact, failed)
}

export interface Failure {
  readonly text: string
  /** The time limit was the reason. */
  readonly isLate: boolean
}

function failureOf(redact: Redact, failed: Partial<Transition> = {}): Failure {
  const { reason, cause } = failed
  const message = failed.message && redact(failed.message)
  const text =
    (cause !== undefined && describeCause(redactCause(cause, redact), message)) ||
    (message ?? 'failed')
  return {
    text: reason === undefined || reason === 'error' ? text : `${reason}: ${text}`,
    isLate: reason === 'timeout',
  }
}
