import { certificate } from '@readyz/certificate'
import { max, type PoolApplication, pgApplication, versionOf } from '@readyz/harness'
import { pgChecker } from '@readyz/pg'
import { type Postgres, startPostgres } from '@readyz/servers'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'pg-oldest'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Misconfiguration } from './fault.ts'
import { postgres } from './postgres.ts'
import { absentDatabase } from './sql-faults.ts'
import { sqlRows } from './sql-rows.ts'

const { everywhere, poolOnly } = sqlRows(postgres)

const misconfigurations: Readonly<Record<Misconfiguration, PoolConfig>> = {
  'no password': { password: undefined },
  'absent database': { database: absentDatabase },
  'no TLS': {},
  'TLS that trusts nobody': { ssl: true },
}

type PgDriver = DriverUnderTest<PoolApplication, Postgres>

function driver(pg: typeof newest, version: string, asked: 'Pool' | 'Client'): PgDriver {
  return {
    driver: 'pg',
    version,
    serverName: 'PostgreSQL',
    asked,
    obvious: "pool.query('SELECT 1')",
    async startServer(secured) {
      if (!secured) return startPostgres()
      const hba = 'hostssl all app 127.0.0.1/32 scram-sha-256'
      return startPostgres({ tls: await certificate(), hba })
    },
    async serverVersion({ url }) {
      const client = new newest.Client(url)
      await client.connect()
      const { rows } = await client.query('SHOW server_version')
      await client.end()
      return JSON.stringify(rows)
    },
    open({ user, password, database }, { address, misconfiguration }) {
      const access = {
        ...address,
        user,
        password,
        database,
        ...(misconfiguration && misconfigurations[misconfiguration]),
      }
      const pool = new pg.Pool({ max, ...access })
      // The driver sees to the client that it is handed, and to no other.
      if (asked === 'Client') pool.on('error', () => {})
      return {
        application: pgApplication(pool),
        fixConfiguration() {
          pool.options.password = password
          if (misconfiguration?.includes('TLS')) pool.options.ssl = { rejectUnauthorized: false }
        },
        checker: () => pgChecker(asked === 'Pool' ? pool : new pg.Client(access)),
        obvious: () => pool.query('SELECT 1'),
      }
    },
    rows: asked === 'Pool' ? [...everywhere, ...poolOnly] : everywhere,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

export const pgDrivers: readonly PgDriver[] = [
  { pg: newest, version: installed('pg') },
  { pg: oldest as typeof newest, version: installed('pg-oldest') },
].flatMap(({ pg, version }) => [driver(pg, version, 'Pool'), driver(pg, version, 'Client')])
