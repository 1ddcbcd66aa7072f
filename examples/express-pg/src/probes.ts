import { createProbes, type Probes } from '@readyz/express'
import { pgChecker } from '@readyz/pg'
import type { Pool } from 'pg'

/** `timeoutSeconds` of the manifest. Every probe is answered before the kubelet times out. */
export const timeoutSeconds = 5

/** Liveness checks no dependency. Readiness checks the database. */
export function createAppProbes(pool: Pool): Probes {
  return createProbes({ readiness: [pgChecker(pool)], timeoutSeconds })
}

/**
 * Seconds for which requests are served after the signal: `periodSeconds` x `failureThreshold` of
 * readiness (5 s x 2), `timeoutSeconds` (5 s), and 3 s for the load balancer.
 */
export const drainSeconds = 18
/**
 * Seconds after `drainSeconds` for requests in flight and the pool. The sum of both must be less
 * than the grace period.
 */
export const stopSeconds = 10
