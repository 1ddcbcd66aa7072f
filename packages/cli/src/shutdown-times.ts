/** The times of the graceful shutdown, in seconds. */
export interface ShutdownTimes {
  /** `drainSeconds` of `stopGracefully`: how long requests are served after the signal. */
  readonly drainSeconds: number
  /** `timeoutSeconds` of `stopGracefully`: the time limit for the shutdown after the drain. */
  readonly timeoutSeconds: number
}

/** The defaults of `stopGracefully` in `@readyz/node`. */
export const shutdownDefaults: ShutdownTimes = { drainSeconds: 15, timeoutSeconds: 10 }

interface ReadinessTimes {
  readonly periodSeconds: number
  readonly failureThreshold: number
  readonly timeoutSeconds: number
}

/** How long a load balancer needs to stop sending requests after readiness has failed. */
const marginSeconds = 3

/**
 * Returns how many seconds a process must serve after the signal. Readiness fails from the signal
 * on, so a preStop does not count. A load balancer needs `failureThreshold` failed probes, of which
 * the last may take `timeoutSeconds`, and the margin.
 */
export function requiredDrainSeconds(readiness: ReadinessTimes): number {
  const { periodSeconds, failureThreshold, timeoutSeconds } = readiness
  return periodSeconds * failureThreshold + timeoutSeconds + marginSeconds
}

/** Returns the parts of the sum in `requiredDrainSeconds`, for a message. */
export function explainDrainSeconds(readiness: ReadinessTimes): string {
  const { periodSeconds, failureThreshold, timeoutSeconds } = readiness
  return `${periodSeconds} s x ${failureThreshold}, ${timeoutSeconds} s of timeout and ${marginSeconds} s of margin`
}

/**
 * Returns the `failureThreshold` that gives a container `seconds` to start. The first probe may
 * fail before the application listens, so n failures can occur within n - 1 periods.
 */
export function startupFailureThreshold(seconds: number, periodSeconds: number): number {
  return Math.ceil(seconds / periodSeconds) + 1
}
