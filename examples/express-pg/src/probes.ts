import { createProbes, type Probes } from '@readyz/express'
import { pgChecker } from '@readyz/pg'
import type { Pool } from 'pg'

/** What the manifest says: a probe is answered before the kubelet gives up, and names its reason. */
export const timeoutSeconds = 5

/** Liveness touches no dependency; readiness asks the database. */
export function createAppProbes(pool: Pool): Probes {
  return createProbes({ readiness: [pgChecker(pool)], timeoutSeconds })
}
