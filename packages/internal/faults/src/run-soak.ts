import { runScript } from '@readyz/servers'
import type { SoakResult } from './soak.ts'

/** The result of a soak, and the cost of a probe. */
export interface DriverSoakResult extends SoakResult {
  /** The processor time in milliseconds that a probe costs an application with the same client. */
  readonly costMs: number
}

const { SOAK_PROBES = '300', SOAK_SEED = '1' } = process.env

/** The time limit of a soak in milliseconds. It is enough even if every probe uses its budget. */
export const soakLimitMs: number = 60_000 + Number(SOAK_PROBES) * 1000

/** The titles of the drivers that are soaked. */
export const soakTitles: readonly string[] = [
  'pg with PostgreSQL',
  'mysql2 with MariaDB',
  'memjs with memcached',
]

/**
 * Soaks a driver in its own process. The environment variable SOAK_PROBES is the number of probes,
 * and SOAK_SEED is the seed of the order of events.
 */
export async function soakDriver(title: string): Promise<DriverSoakResult> {
  const { code, stdout, stderr } = await runScript(new URL('soak-driver.ts', import.meta.url), {
    args: [title, SOAK_PROBES, SOAK_SEED],
    execArgv: ['--expose-gc'],
    timeout: soakLimitMs,
  })
  if (code !== 0) throw new Error(`the soak of ${title} ended with exit code ${code}: ${stderr}`)
  return JSON.parse(stdout) as DriverSoakResult
}
