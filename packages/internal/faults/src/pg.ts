import { certificate } from '@readyz/certificate'
import { max, type PoolApplication, pgApplication, versionOf } from '@readyz/harness'
import { pgChecker } from '@readyz/pg'
import { type Postgres, startPostgres } from '@readyz/servers'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- this alias of pg has no types; its types are those of the newest release
import oldest from 'pg-oldest'
import type { DriverUnderTest } from './driver-under-test.ts'
import type { Misconfiguration } from './fault.ts'
import { postgres } from './postgres.ts'
import { missingDatabase } from './sql-faults.ts'
import { sqlRows } from './sql-rows.ts'

const { anyClient, poolOnly } = sqlRows(postgres)

const misconfigurations: Readonly<Record<Misconfiguration, PoolConfig>> = {
  'missing password': { password: undefined },
  'missing database': { database: missingDatabase },
  'missing TLS': {},
  'TLS without the certificate authority': { ssl: true },
}

type PgDriver = DriverUnderTest<PoolApplication, Postgres>

function driver(pg: typeof newest, version: string, client: 'Pool' | 'Client'): PgDriver {
  return {
    driver: 'pg',
    version,
    serverName: 'PostgreSQL',
    client,
    handWrittenCheck: "pool.query('SELECT 1')",
    async startServer(secured) {
      if (!secured) return startPostgres()
      const hba = 'hostssl all app 127.0.0.1/32 scram-sha-256'
      return startPostgres({ tls: await certificate(), hba })
    },
    async serverVersion({ url }) {
      const connection = new newest.Client(url)
      await connection.connect()
      const { rows } = await connection.query('SHOW server_version')
      await connection.end()
      return JSON.stringify(rows)
    },
    open({ user, password, database }, { address, misconfiguration }) {
      const config = {
        ...address,
        user,
        password,
        database,
        ...(misconfiguration && misconfigurations[misconfiguration]),
      }
      const pool = new pg.Pool({ max, ...config })
      // The driver adds an error listener only to the client that it is given.
      if (client === 'Client') pool.on('error', () => {})
      return {
        application: pgApplication(pool),
        fixConfiguration() {
          pool.options.password = password
          if (misconfiguration?.includes('TLS')) pool.options.ssl = { rejectUnauthorized: false }
        },
        checker: () => pgChecker(client === 'Pool' ? pool : new pg.Client(config)),
        handWrittenCheck: () => pool.query('SELECT 1'),
      }
    },
    rows: client === 'Pool' ? [...anyClient, ...poolOnly] : anyClient,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

export const pgDrivers: readonly PgDriver[] = [
  { pg: newest, version: installed('pg') },
  { pg: oldest as typeof newest, version: installed('pg-oldest') },
].flatMap(({ pg, version }) => [driver(pg, version, 'Pool'), driver(pg, version, 'Client')])
