import {
  blackhole,
  closes,
  type FaultServer,
  garbage,
  type Postgres,
  resets,
  says,
  silent,
  speaksHttp,
} from '@readyz/servers'
import type { Pool, PoolConfig } from 'pg'
import { errorResponse, occupy, queryUnderway } from './server.ts'
import type { Stage } from './stage.ts'

/** What can happen to a database, and what a probe has to say of it. */
export interface Fault {
  readonly name: string
  /** `pass`, or the reason. */
  readonly says: string
  readonly config?: (db: Postgres) => PoolConfig
  /** The application has idle connections when it happens. Default: it has none yet. */
  readonly idle?: boolean
  /** It concerns the pool, or is made through its options. */
  readonly poolOnly?: boolean
  /** It happens to a server that lets nobody in without TLS. */
  readonly secured?: boolean
  /** Makes the fault, and returns what heals it. */
  readonly inflict: (stage: Stage) => Promise<() => unknown>
}

const leadTo = (open: () => Promise<FaultServer>) => async (stage: Stage) => {
  const server = await open()
  stage.way.target = server
  return async () => {
    stage.way.target = stage.db
    stage.way.cut()
    await server.close()
  }
}
const learnTls = (pool: Pool) => () => {
  pool.options.ssl = { rejectUnauthorized: false }
}

const direct = ({ host, port }: Postgres) => ({ host, port })

export const faults: readonly Fault[] = [
  {
    name: 'refused',
    says: 'refused',
    config: direct,
    inflict: async ({ db }) => {
      await db.stop()
      return () => db.start()
    },
  },
  {
    name: 'killed while idle',
    says: 'refused',
    config: direct,
    idle: true,
    inflict: async ({ db }) => {
      await db.kill()
      return () => db.start()
    },
  },
  {
    name: 'killed in mid query',
    says: 'refused',
    config: direct,
    inflict: async ({ db, pool }) => {
      const lost = pool.query('SELECT pg_sleep(60)').catch(() => 'lost')
      await queryUnderway(db, 'pg_sleep')
      await db.kill()
      await lost
      return () => db.start()
    },
  },
  {
    name: 'restarted',
    says: 'pass',
    config: direct,
    idle: true,
    inflict: async ({ db }) => {
      await db.restart()
      return () => {}
    },
  },
  {
    name: 'frozen before the connect',
    says: 'timeout',
    inflict: async ({ db }) => {
      db.freeze()
      return () => db.thaw()
    },
  },
  {
    name: 'frozen while idle',
    says: 'timeout',
    idle: true,
    inflict: async ({ db }) => {
      db.freeze()
      return () => db.thaw()
    },
  },
  {
    name: 'frozen in mid query',
    says: 'timeout',
    idle: true,
    inflict: async ({ db, pool }) => {
      const answered = pool.query('SELECT pg_sleep(0.2)')
      await queryUnderway(db, 'pg_sleep')
      db.freeze()
      return async () => {
        db.thaw()
        await answered
      }
    },
  },
  {
    name: 'packets dropped before the connect',
    says: 'timeout',
    poolOnly: true,
    inflict: async ({ pool, way }) => {
      const hole = await blackhole()
      pool.options.port = hole.port
      return async () => {
        pool.options.port = way.port
        await hole.release()
      }
    },
  },
  {
    name: 'packets dropped while idle',
    says: 'timeout',
    poolOnly: true,
    idle: true,
    inflict: async ({ way }) => {
      way.mode = 'drop'
      return () => {
        way.mode = 'pass'
      }
    },
  },
  { name: 'accepts and is silent', says: 'timeout', inflict: leadTo(silent) },
  { name: 'accepts and closes', says: 'error', inflict: leadTo(closes) },
  { name: 'accepts and resets', says: 'error', inflict: leadTo(resets) },
  { name: 'speaks garbage', says: 'timeout', inflict: leadTo(garbage) },
  { name: 'speaks HTTP', says: 'error', inflict: leadTo(speaksHttp) },
  {
    name: 'reports an error and stays open',
    says: 'error',
    inflict: leadTo(() => says(errorResponse)),
  },
  {
    name: 'one byte at a time from the connect on',
    says: 'timeout',
    inflict: async ({ way }) => {
      way.mode = 'trickle'
      return () => {
        way.mode = 'pass'
      }
    },
  },
  {
    name: 'one byte at a time while idle',
    says: 'timeout',
    idle: true,
    inflict: async ({ way }) => {
      way.mode = 'trickle'
      return () => {
        way.mode = 'pass'
      }
    },
  },
  {
    name: 'wrong password',
    says: 'auth',
    inflict: async ({ db }) => {
      await db.sql("ALTER ROLE app PASSWORD 'another'")
      return () => db.sql(`ALTER ROLE app PASSWORD '${db.password}'`)
    },
  },
  {
    name: 'no password',
    says: 'auth',
    poolOnly: true,
    config: () => ({ password: undefined }),
    inflict:
      async ({ db, pool }) =>
      () => {
        pool.options.password = db.password
      },
  },
  {
    name: 'missing database',
    says: 'error',
    config: () => ({ database: 'absent' }),
    inflict: async ({ db }) => {
      await db.sql('DROP DATABASE IF EXISTS absent')
      return () => db.sql('CREATE DATABASE absent')
    },
  },
  {
    name: 'no connection left on the server',
    says: 'error',
    inflict: async ({ db }) => {
      return occupy(db)
    },
  },
  {
    name: 'no connection left on the server, one idle in the pool',
    says: 'pass',
    poolOnly: true,
    idle: true,
    inflict: async ({ db }) => {
      return occupy(db)
    },
  },
  {
    name: 'all connections of the pool in use',
    says: 'pass',
    poolOnly: true,
    inflict: async ({ pool }) => {
      const clients = await Promise.all([pool.connect(), pool.connect()])
      return () => {
        for (const client of clients) client.release()
      }
    },
  },
  {
    name: 'TLS required',
    says: 'auth',
    poolOnly: true,
    secured: true,
    inflict: async ({ pool }) => learnTls(pool),
  },
  {
    name: 'unknown certificate',
    says: 'error',
    poolOnly: true,
    secured: true,
    config: () => ({ ssl: true }),
    inflict: async ({ pool }) => learnTls(pool),
  },
]
