import { createRequire } from 'node:module'
import path from 'node:path'
import type { Postgres } from '@readyz/servers'
import { max, openStage, type PoolApplication, pgApplication, type Stage } from '@readyz/stage'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'pg-oldest'
import { type PgCheckerOptions, pgChecker } from '../src/index.ts'

const require = createRequire(import.meta.url)
const versionOf = (name: string): string =>
  require(path.join(path.dirname(require.resolve(name)), '../package.json')).version

/** The releases of pg that are claimed to work, and everything between them. */
export const releases: readonly { readonly version: string; readonly pg: typeof newest }[] = [
  { version: versionOf('pg-oldest'), pg: oldest as typeof newest },
  { version: versionOf('pg'), pg: newest },
]

/** An application with its pool, on the other side of a proxy from its database. */
export interface PgStage extends Stage<PoolApplication, Postgres> {
  readonly pool: newest.Pool
}

export async function openPgStage(
  pg: typeof newest,
  db: Postgres,
  config: PoolConfig = {},
  options: PgCheckerOptions = {},
): Promise<PgStage> {
  const { user, password, database } = db
  let pool = new pg.Pool()
  const stage = await openStage(db, (address) => {
    pool = new pg.Pool({ max, ...address, user, password, database, ...config })
    pool.on('error', () => {})
    return { application: pgApplication(pool), checker: pgChecker(pool, options) }
  })
  return Object.assign(stage, { pool })
}
