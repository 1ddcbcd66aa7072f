import {
  type Harness,
  max,
  openHarness,
  type PoolApplication,
  pgApplication,
  type Setup,
  versionOf,
} from '@readyz/harness'
import type { Postgres } from '@readyz/servers'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- an alias without types; the types of the newest release are used
import oldest from 'pg-oldest'
import { type PgCheckerOptions, pgChecker } from '../src/index.ts'

const installed = (name: string) => versionOf(name, import.meta.url)

/** The releases of pg that the driver supports: the oldest and the newest. */
export const releases: readonly { readonly version: string; readonly pg: typeof newest }[] = [
  { version: installed('pg-oldest'), pg: oldest as typeof newest },
  { version: installed('pg'), pg: newest },
]

interface PgSetup extends Setup<PoolApplication> {
  readonly pool: newest.Pool
}

/** An application whose pool connects to the database through a proxy. */
export type PgHarness = Harness<PgSetup, Postgres>

export function openPgHarness(
  pg: typeof newest,
  db: Postgres,
  config: PoolConfig = {},
  options: PgCheckerOptions = {},
): Promise<PgHarness> {
  const { user, password, database } = db
  return openHarness(db, (address) => {
    const pool = new pg.Pool({ max, ...address, user, password, database, ...config })
    pool.on('error', () => {})
    return { pool, application: pgApplication(pool), checker: pgChecker(pool, options) }
  })
}
