/** The times of the graceful shutdown, in seconds. */
export interface StopTimes {
  /** `drainSeconds` of `stopGracefully`: how long requests are served after the signal. */
  readonly drainSeconds: number
  /** `timeoutSeconds` of `stopGracefully`: for everything after the drain. */
  readonly timeoutSeconds: number
}

/** The defaults of `stopGracefully` in `@readyz/node`. */
export const stopDefaults: StopTimes = { drainSeconds: 15, timeoutSeconds: 10 }

interface ReadinessTimes {
  readonly periodSeconds: number
  readonly failureThreshold: number
  readonly timeoutSeconds: number
}

/** What an observer, such as a load balancer, needs to stop sending after readiness has failed for it. */
const marginSeconds = 3

/**
 * How many seconds a process has to serve after the signal. Readiness fails from the signal on, so a preStop does not
 * count. An observer needs `failureThreshold` failed probes, the last of which may take `timeoutSeconds`, and the margin.
 */
export function drainNeeded(readiness: ReadinessTimes): number {
  const { periodSeconds, failureThreshold, timeoutSeconds } = readiness
  return periodSeconds * failureThreshold + timeoutSeconds + marginSeconds
}

/** The terms of `drainNeeded`, for a message. */
export function drainTerms(readiness: ReadinessTimes): string {
  const { periodSeconds, failureThreshold, timeoutSeconds } = readiness
  return `${periodSeconds} s x ${failureThreshold}, ${timeoutSeconds} s of timeout and ${marginSeconds} s of margin`
}

/**
 * The `failureThreshold` that gives a container `seconds` to start. The first probe may fail before anything listens, so
 * n failures are reached after n - 1 periods.
 */
export function startThreshold(seconds: number, periodSeconds: number): number {
  return Math.ceil(seconds / periodSeconds) + 1
}
