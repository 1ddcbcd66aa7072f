import type { Postgres } from '@readyz/servers'
import {
  max,
  openStage,
  type Play,
  type PoolApplication,
  pgApplication,
  type Stage,
  versionOf,
} from '@readyz/stage'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'pg-oldest'
import { type PgCheckerOptions, pgChecker } from '../src/index.ts'

const installed = (name: string) => versionOf(name, import.meta.url)

/** The releases of pg that are claimed to work, and everything between them. */
export const releases: readonly { readonly version: string; readonly pg: typeof newest }[] = [
  { version: installed('pg-oldest'), pg: oldest as typeof newest },
  { version: installed('pg'), pg: newest },
]

interface PgPlay extends Play<PoolApplication> {
  readonly pool: newest.Pool
}

/** An application with its pool, on the other side of a proxy from its database. */
export type PgStage = Stage<PgPlay, Postgres>

export function openPgStage(
  pg: typeof newest,
  db: Postgres,
  config: PoolConfig = {},
  options: PgCheckerOptions = {},
): Promise<PgStage> {
  const { user, password, database } = db
  return openStage(db, (address) => {
    const pool = new pg.Pool({ max, ...address, user, password, database, ...config })
    pool.on('error', () => {})
    return { pool, application: pgApplication(pool), checker: pgChecker(pool, options) }
  })
}
