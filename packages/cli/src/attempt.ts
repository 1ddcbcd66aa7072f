import { type Checker, createProbes, describeCause, type Transition } from '@readyz/core'

/**
 * Asks once, within that many milliseconds, under all the rules that core has for a check, and gives what went wrong, on
 * one line, or nothing.
 */
export async function attempt(checker: Checker, time: number): Promise<Failure | undefined> {
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
  return status === 'pass' ? undefined : failureOf(failed)
}

export interface Failure {
  readonly text: string
  /** It was the time that ran out. */
  readonly isLate: boolean
}

function failureOf({ reason, message, cause }: Partial<Transition> = {}): Failure {
  const text = (cause !== undefined && describeCause(cause, message)) || (message ?? 'failed')
  return {
    text: reason === undefined || reason === 'error' ? text : `${reason}: ${text}`,
    isLate: reason === 'timeout',
  }
}
