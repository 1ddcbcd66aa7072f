import { runScript } from '@readyz/servers'
import type { Soaked } from './soak.ts'

/** What a soak has found, and what a probe costs the application. */
export interface Result extends Soaked {
  /** Milliseconds of processor time that a probe takes away from an application that is busy with the same client. */
  readonly costMs: number
}

const { SOAK_PROBES = '300', SOAK_SEED = '1' } = process.env

/** Milliseconds a soak may take: more than if every probe took its whole budget. */
export const patience: number = 60_000 + Number(SOAK_PROBES) * 1000

/** What is soaked: a driver each, with its server. */
export const soaked: readonly string[] = [
  'pg with PostgreSQL',
  'mysql2 with MariaDB',
  'memjs with memcached',
]

/** Soaks a driver, in a process of its own; SOAK_PROBES and SOAK_SEED say for how long, and in which order. */
export async function soakDriver(title: string): Promise<Result> {
  const { code, stdout, stderr } = await runScript(new URL('soak-driver.ts', import.meta.url), {
    args: [title, SOAK_PROBES, SOAK_SEED],
    execArgv: ['--expose-gc'],
    timeout: patience,
  })
  if (code !== 0) throw new Error(`the soak of ${title} ended with ${code}: ${stderr}`)
  return JSON.parse(stdout) as Result
}
