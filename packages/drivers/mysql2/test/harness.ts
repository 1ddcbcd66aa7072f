import {
  type Harness,
  max,
  mysql2Application,
  openHarness,
  type PoolApplication,
  type Setup,
  versionOf,
} from '@readyz/harness'
import type { Mariadb } from '@readyz/servers'
import newest, { type PoolOptions } from 'mysql2'
import newestPromises, { type Pool } from 'mysql2/promise'
import oldest from 'mysql2-oldest'
import oldestPromises from 'mysql2-oldest/promise'
import { type Mysql2CheckerOptions, mysql2Checker } from '../src/index.ts'

const installed = (name: string) => versionOf(name, import.meta.url)

export interface Release {
  readonly version: string
  readonly mysql2: typeof newest
  readonly promises: typeof newestPromises
}

/** The releases of mysql2 that the driver supports: the oldest and the newest. */
export const releases: readonly [oldest: Release, newest: Release] = [
  {
    version: installed('mysql2-oldest'),
    mysql2: oldest as unknown as typeof newest,
    promises: oldestPromises as unknown as typeof newestPromises,
  },
  { version: installed('mysql2'), mysql2: newest, promises: newestPromises },
]

interface Mysql2Setup extends Setup<PoolApplication> {
  readonly pool: Pool
}

/** An application whose pool connects to the database through a proxy. */
export type Mysql2Harness = Harness<Mysql2Setup, Mariadb>

export function openMysql2Harness(
  mysql2: typeof newest,
  db: Mariadb,
  config: PoolOptions = {},
  options: Mysql2CheckerOptions = {},
): Promise<Mysql2Harness> {
  const { user, password, database } = db
  return openHarness(db, (address) => {
    const access = { ...address, user, password, database }
    const pool = mysql2.createPool({ connectionLimit: max, ...access, ...config }).promise()
    return { pool, application: mysql2Application(pool), checker: mysql2Checker(pool, options) }
  })
}
