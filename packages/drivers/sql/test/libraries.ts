import { MikroORM } from '@mikro-orm/postgresql'
import type { Checker } from '@readyz/core'
import type { Postgres } from '@readyz/servers'
import { drizzle as createDrizzle } from 'drizzle-orm/node-postgres'
import createKnex from 'knex'
import { Kysely, sql as kyselySql, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import postgres from 'postgres'
import { Sequelize } from 'sequelize'
import { DataSource } from 'typeorm'
import { sqlChecker } from '../src/index.ts'

/** A client of a library, and its checker as the README shows it. */
export interface OpenLibrary {
  readonly checker: Checker
  /** A method that takes a statement, and the object to which it belongs. */
  readonly method?: readonly [object: object, name: string]
  close(): unknown
}

type Account = Pick<Postgres, 'host' | 'port' | 'user' | 'password' | 'database'>

const accountOf = ({ host, port, user, password, database }: Account) => ({
  host,
  port,
  user,
  password,
  database,
})

function openPool(server: Account): Pool {
  const pool = new Pool(accountOf(server))
  // Without a listener, an idle connection that the server closes ends the process.
  return pool.on('error', () => {})
}

export function openDataSource(server: Account): DataSource {
  const { user: username, ...account } = accountOf(server)
  return new DataSource({ type: 'postgres', username, ...account })
}

/** The keys are the names in the table of the README, which repeats the line of each checker. */
export const libraries: Readonly<Record<string, (server: Account) => Promise<OpenLibrary>>> = {
  async knex(server) {
    const knex = createKnex({ client: 'pg', connection: accountOf(server), pool: { min: 0 } })
    return {
      checker: sqlChecker((statement) => knex.raw(statement)),
      method: [knex, 'raw'],
      close: () => knex.destroy(),
    }
  },

  async drizzle(server) {
    const pool = openPool(server)
    const db = createDrizzle({ client: pool })
    return {
      checker: sqlChecker((statement) => db.execute(statement)),
      method: [db, 'execute'],
      close: () => pool.end(),
    }
  },

  async kysely(server) {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool(server) }) })
    const sql = kyselySql
    return {
      checker: sqlChecker((statement) => sql.raw(statement).execute(db)),
      close: () => db.destroy(),
    }
  },

  async typeorm(server) {
    const dataSource = await openDataSource(server).initialize()
    return {
      checker: sqlChecker((statement) => dataSource.query(statement)),
      method: [dataSource, 'query'],
      close: () => dataSource.destroy(),
    }
  },

  async sequelize(server) {
    const { user: username, ...account } = accountOf(server)
    const sequelize = new Sequelize({ dialect: 'postgres', username, ...account, logging: false })
    return {
      checker: sqlChecker((statement) => sequelize.query(statement)),
      method: [sequelize, 'query'],
      close: () => sequelize.close(),
    }
  },

  async 'mikro-orm'(server) {
    const { database: dbName, ...account } = accountOf(server)
    const discovery = { warnWhenNoEntities: false }
    const orm = await MikroORM.init({ entities: [], discovery, dbName, ...account })
    return {
      checker: sqlChecker((statement) => orm.em.execute(statement)),
      method: [orm.em, 'execute'],
      close: () => orm.close(),
    }
  },

  async 'postgres.js'(server) {
    const sql = postgres(accountOf(server))
    return {
      checker: sqlChecker((statement) => sql.unsafe(statement)),
      close: () => sql.end(),
    }
  },

  async prisma(server) {
    const pool = openPool(server)
    const prisma = createPrisma(pool)
    return {
      checker: sqlChecker((statement) => prisma.$queryRawUnsafe(statement)),
      method: [prisma, '$queryRawUnsafe'],
      close: () => pool.end(),
    }
  },
}

/**
 * The method of a client of Prisma 7 that runs a raw statement, with its driver adapter for pg. It
 * returns rows, and wraps the errors of pg as the adapter does. A generated client is not used,
 * because it needs an engine that is built at installation.
 */
function createPrisma(pool: Pool) {
  return {
    pool,
    async $queryRawUnsafe<T>(query: string, ...values: unknown[]): Promise<T> {
      const client = this.pool
      try {
        const { rows } = await client.query(query, values)
        return rows as T
      } catch (error) {
        const { code: originalCode, message: originalMessage } = error as NodeJS.ErrnoException
        const kind = originalCode === 'ECONNREFUSED' ? 'DatabaseNotReachable' : 'postgres'
        const driverAdapterError = new Error(kind, {
          cause: { kind, originalCode, originalMessage },
        })
        const meta = { driverAdapterError }
        throw Object.assign(new Error('Raw query failed.'), { code: 'P2010', meta })
      }
    },
  }
}
