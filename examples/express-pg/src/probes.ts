import { createProbes, type Probes } from '@readyz/express'
import { pgChecker } from '@readyz/pg'
import type { Pool } from 'pg'

/** What the manifest says: a probe is answered before the kubelet gives up, and names its reason. */
export const timeoutSeconds = 5

/** Liveness touches no dependency; readiness asks the database. */
export function createAppProbes(pool: Pool): Probes {
  return createProbes({ readiness: [pgChecker(pool)], timeoutSeconds })
}

/** How long the Service may go on sending requests to a process that was told to stop: two probes, as the manifest says. */
export const drainSeconds = 10
/** How long the requests under way then may take, and the pool to end: the manifest kills the process after both, and a little. */
export const stopSeconds = 15
