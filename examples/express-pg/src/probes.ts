import { createProbes, type Probes } from '@readyz/express'
import { pgChecker } from '@readyz/pg'
import type { Pool } from 'pg'

/** What the manifest says: a probe is answered before the kubelet gives up, and names its reason. */
export const timeoutSeconds = 5

/** Liveness touches no dependency; readiness asks the database. */
export function createAppProbes(pool: Pool): Probes {
  return createProbes({ readiness: [pgChecker(pool)], timeoutSeconds })
}

/** How long requests are served after the signal: 5 s x 2 of readiness, 5 s of timeout, and 3 s for the load balancer. */
export const drainSeconds = 18
/** How long in-flight requests and the end of the pool may take after that. Both together must fit in the grace period. */
export const stopSeconds = 10
