import { type Checker, createProbes, describeCause, type Transition } from '@readyz/core'
import { redactCause } from './redact/cause.ts'
import type { Redact } from './redact/redactor.ts'

/**
 * Runs a check once with the time limit and error handling of core. Returns the failure without
 * known secrets, or `undefined` if the check passes.
 *
 * @param time the time limit in milliseconds
 */
export async function runCheck(
  checker: Checker,
  time: number,
  redact: Redact,
): Promise<Failure | undefined> {
  let failed: Transition | undefined
  const probes = createProbes({
    readiness: [{ ...checker, timeout: time }],
    // The budget of core is 80 % of this. The extra millisecond compensates for rounding.
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
  /** Whether the check exceeded its time limit. */
  readonly isTimeout: boolean
}

function failureOf(redact: Redact, failed: Partial<Transition> = {}): Failure {
  const { reason, cause } = failed
  const message = failed.message && redact(failed.message)
  const text =
    (cause !== undefined && describeCause(redactCause(cause, redact), message)) ||
    (message ?? 'failed')
  return {
    text: reason === undefined || reason === 'error' ? text : `${reason}: ${text}`,
    isTimeout: reason === 'timeout',
  }
}
