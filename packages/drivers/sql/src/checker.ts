import {
  type CheckContext,
  CheckError,
  type Checker,
  type CheckerOptions,
  checkerOptions,
} from '@readyz/core'
import { expectOneRow } from './expect-one-row.ts'
import { sqlReason } from './reason.ts'
import { needsFunction, runStatement } from './run-statement.ts'

/**
 * Default `name`: `db`. Default `failure`: `cannot connect to database.`. The other defaults are
 * those of `Checker`.
 */
export interface SqlCheckerOptions extends CheckerOptions {}

/** The default `failure` of SQL checkers. */
export const cannotConnect = 'cannot connect to database.'

/** Reads no table and writes nothing. */
const statement = 'SELECT 1;'

export const defaults: Required<Pick<SqlCheckerOptions, 'name' | 'failure'>> = {
  name: 'db',
  failure: cannotConnect,
}

/** Names the owner of an option in a TypeError. */
export const anSqlChecker = 'an SQL checker'

/**
 * A checker for anything that can run a statement: knex, drizzle, kysely, prisma, typeorm,
 * sequelize, mikro-orm, postgres.js, node:sqlite. It passes when the function returns exactly one
 * row that contains 1.
 *
 * The function is called with the statement as its only argument. A query that cannot be cancelled
 * stays open while the server is unresponsive. To cancel it with the signal of the check, use
 * `sqlDriver` with `expectOneRow`.
 *
 * @example
 * sqlChecker((statement) => knex.raw(statement))
 *
 * @throws TypeError for a `run` that is not a function, or an unknown option
 */
export function sqlChecker(
  run: (statement: string) => unknown,
  options?: SqlCheckerOptions,
): Checker {
  if (typeof run !== 'function') throw new TypeError(`${needsFunction}; got ${typeof run}`)
  return sqlDriver(async (text) => expectOneRow(await runStatement(run, text)), options)
}

/**
 * A checker for clients that can cancel a query, and for the drivers of SQL clients. `runCheck`
 * must run the statement within the time limit of the check. It must reject unless the result is
 * exactly one row that contains 1. `expectOneRow` throws in this case.
 *
 * @throws TypeError for an unknown option
 */
export function sqlDriver(
  runCheck: (statement: string, context: CheckContext) => Promise<void>,
  options: SqlCheckerOptions = {},
): Checker {
  const settings = checkerOptions(anSqlChecker, options, defaults)
  const { failure } = settings
  return {
    ...settings,
    async check(context) {
      try {
        await runCheck(statement, context)
      } catch (error) {
        const code = sqlReason(error)
        throw code === undefined ? error : new CheckError(failure, { code, cause: error })
      }
    },
  }
}
