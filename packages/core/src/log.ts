import { assertLogger } from './assertions.ts'
import { describeCause } from './describe-cause.ts'
import type { Transition } from './transition.ts'

/** A logger such as `console`, pino, winston or bunyan. */
export interface Logger {
  error(message: string): unknown
  warn(message: string): unknown
  info(message: string): unknown
}

/**
 * Returns a listener that logs one line for each change of status. The line contains the cause of a
 * failure (its codes and messages, never the object) or how long the failure lasted.
 *
 * @throws TypeError if `logger` has no `error`, `warn` or `info`
 */
export function logTransitions(logger: Logger): (transition: Transition) => void {
  assertLogger('the argument of logTransitions', logger)
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

/**
 * Calls a listener with a transition. If the listener throws or rejects, the transition goes to the
 * console.
 */
export function notify(
  transition: Transition,
  listener: (transition: Transition) => unknown,
): void {
  const rescue = (error: unknown) => {
    try {
      logTransitions(console)(transition)
      console.error(`readyz: onTransition failed: ${describeCause(error)}`)
    } catch {
      // The console throws too. Probes must still be answered.
    }
  }
  try {
    Promise.resolve(listener(transition)).catch(rescue)
  } catch (error) {
    rescue(error)
  }
}
