import type { Moment } from './attempt.ts'
import type { Outcome } from './outcome.ts'
import type { Transition } from './transition.ts'

/** An outcome with the name of its checker and its times. */
export interface Finding extends Outcome {
  readonly name: string
  readonly durationMs: number
  /** Milliseconds since the epoch. */
  readonly checkedAt: number
  /** The start of the first check that found the same status. */
  readonly first: Moment
}

/**
 * Returns the transition between the last two findings of a checker, or `undefined` if the status
 * did not change.
 */
export function transitionOf(
  probe: Transition['probe'],
  finding: Finding | undefined,
  previous: Finding | undefined,
): Transition | undefined {
  if (finding === undefined || finding.status === (previous?.status ?? 'pass')) return undefined
  const { name, status, reason, message, cause, first, durationMs } = finding
  return Object.freeze({
    probe,
    name,
    to: status,
    ...(previous && {
      from: previous.status,
      lastedMs: first.now + durationMs - previous.first.now,
    }),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(cause !== undefined && { cause }),
  })
}
