import { certificate } from '@readyz/certificate'
import { pgChecker } from '@readyz/pg'
import { type Postgres, startPostgres } from '@readyz/servers'
import { max, type PoolApplication, pgApplication, versionOf } from '@readyz/stage'
import newest, { type PoolConfig } from 'pg'
// @ts-expect-error -- an alias, for which there are no types: they are those of the newest
import oldest from 'pg-oldest'
import type { Flaw } from './fault.ts'
import { postgres } from './postgres.ts'
import { absentDatabase } from './sql.ts'
import { sqlRows } from './sql-rows.ts'
import type { Subject } from './subject.ts'

const { everywhere, poolOnly } = sqlRows(postgres)

const flaws: Readonly<Record<Flaw, PoolConfig>> = {
  'no password': { password: undefined },
  'absent database': { database: absentDatabase },
  'no TLS': {},
  'TLS that trusts nobody': { ssl: true },
}

type PgSubject = Subject<PoolApplication, Postgres>

function subject(pg: typeof newest, version: string, asked: 'Pool' | 'Client'): PgSubject {
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
    open({ user, password, database }, { address, flaw }) {
      const access = { ...address, user, password, database, ...(flaw && flaws[flaw]) }
      const pool = new pg.Pool({ max, ...access })
      // The driver sees to the client that it is handed, and to no other.
      if (asked === 'Client') pool.on('error', () => {})
      return {
        application: pgApplication(pool),
        mend() {
          pool.options.password = password
          if (flaw?.includes('TLS')) pool.options.ssl = { rejectUnauthorized: false }
        },
        checker: () => pgChecker(asked === 'Pool' ? pool : new pg.Client(access)),
        obvious: () => pool.query('SELECT 1'),
      }
    },
    rows: asked === 'Pool' ? [...everywhere, ...poolOnly] : everywhere,
  }
}

const installed = (name: string) => versionOf(name, import.meta.url)

export const pgSubjects: readonly PgSubject[] = [
  { pg: newest, version: installed('pg') },
  { pg: oldest as typeof newest, version: installed('pg-oldest') },
].flatMap(({ pg, version }) => [subject(pg, version, 'Pool'), subject(pg, version, 'Client')])
