import connectPgSimple from 'connect-pg-simple'
import { type RequestHandler, Router } from 'express'
import session from 'express-session'
import type { Pool } from 'pg'

declare module 'express-session' {
  interface SessionData {
    visits: number
  }
}

const createTable = `
  CREATE TABLE IF NOT EXISTS session (
    sid varchar PRIMARY KEY,
    sess json NOT NULL,
    expire timestamp(6) NOT NULL
  );
  CREATE INDEX IF NOT EXISTS session_expire ON session (expire);`

/** Returns a session middleware that stores sessions in the database. It fails without it. */
export function databaseSession(pool: Pool, secret: string): RequestHandler {
  const Store = connectPgSimple(session)
  const store = new Store({ pool })
  return Router().use(
    tableOnDemand(pool),
    session({ store, secret, resave: false, saveUninitialized: false }),
  )
}

// The store's `createTableIfMissing` does not retry after a failure. An application that started
// before its database would then fail every request.
function tableOnDemand(pool: Pool): RequestHandler {
  let created: Promise<unknown> | undefined
  return async (_req, _res, next) => {
    created ??= pool.query(createTable)
    try {
      await created
    } catch (error) {
      created = undefined
      throw error
    }
    next()
  }
}
