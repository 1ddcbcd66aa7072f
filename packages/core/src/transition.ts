import { describeCause } from './cause.ts'
import type { Check } from './check.ts'
import { demandLogger } from './demands.ts'
import type { Reason } from './errors.ts'
import type { Status } from './report.ts'

/** A checker has changed its status. */
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
  /** The public sentence. Absent when it passes. */
  readonly message?: string
  /** PRIVATE: what was thrown. It may hold hosts, users, whole connection strings. */
  readonly cause?: unknown
}

/** `console`, pino, winston, bunyan and most others. */
export interface Logger {
  error(message: string): unknown
  warn(message: string): unknown
  info(message: string): unknown
}

/**
 * Logs a line for each change: with the cause (codes and messages, never the objects) when something breaks,
 * and with for how long it was down when it recovers. Nothing while nothing changes.
 *
 * @throws TypeError for what is no logger
 */
export function logTransitions(logger: Logger): (transition: Transition) => void {
  demandLogger('the argument of logTransitions', logger)
  return ({ probe, name, to, lastedMs, reason, message, cause }) => {
    if (to === 'pass') {
      const lasted = lastedMs === undefined ? '' : ` after ${(lastedMs / 1000).toFixed(1)} s`
      return logger.info(`readyz: ${probe}: ${name} passes again${lasted}`)
    }
    const causes = cause === undefined ? '' : describeCause(cause, message)
    const because = causes === '' ? '' : ` Cause: ${causes}`
    const line = `readyz: ${probe}: ${name} ${to}s (${reason}): ${message}${because}`
    return to === 'warn' ? logger.warn(line) : logger.error(line)
  }
}

/** The change that the last finding of a check made, if it made one. */
export function transitionOf(probe: Transition['probe'], check: Check): Transition | undefined {
  const { finding, previous } = check
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

/** Calls a listener with a transition. If the listener throws or rejects, the transition goes to the console. */
export function notify(
  transition: Transition,
  listener: (transition: Transition) => unknown,
): void {
  const rescue = (error: unknown) => {
    try {
      logTransitions(console)(transition)
      console.error(`readyz: onTransition failed: ${describeCause(error)}`)
    } catch {
      // The console throws too. The probes must be answered all the same.
    }
  }
  try {
    Promise.resolve(listener(transition)).catch(rescue)
  } catch (error) {
    rescue(error)
  }
}
