import {
  type CheckContext,
  CheckError,
  type Checker,
  type CheckerOptions,
  checkerOptions,
} from '@readyz/core'
import { sqlReason } from './reason.ts'
import { expectOneRow } from './rows.ts'

/** Defaults: the name `db`, the failure `cannot connect to database.`, for the rest those of a `Checker`. */
export interface SqlCheckerOptions extends CheckerOptions {}

/** The `failure` of SQL checkers, unless they have another. */
export const cannotConnect = 'cannot connect to database.'

/** Touches no table and writes nothing. */
const statement = 'SELECT 1;'

export const defaults: Required<Pick<SqlCheckerOptions, 'name' | 'failure'>> = {
  name: 'db',
  failure: cannotConnect,
}

/** Whose options they are, in the words of a TypeError. */
export const anSqlChecker = 'an SQL checker'

/**
 * A checker over any function that runs a statement: knex, drizzle, kysely, prisma, typeorm, sequelize,
 * node:sqlite. It passes when the statement gives exactly one row. The function should heed `signal`; one that
 * cannot leaves its query behind when it hangs: one, and another one each time that core gives it up for lost.
 *
 * @throws TypeError for a run that is no function, or an option that does not exist
 */
export function sqlChecker(
  run: (statement: string, context: CheckContext) => unknown,
  options?: SqlCheckerOptions,
): Checker {
  if (typeof run !== 'function') {
    throw new TypeError(`sqlChecker needs a function that runs a statement, got ${typeof run}`)
  }
  return sqlDriver(async (text, context) => expectOneRow(await run(text, context)), options)
}

/**
 * For the drivers of SQL clients: `ask` runs the statement, and resolves when it gave exactly one row.
 *
 * @throws TypeError for an option that does not exist
 */
export function sqlDriver(
  ask: (statement: string, context: CheckContext) => Promise<void>,
  options: SqlCheckerOptions = {},
): Checker {
  const settled = checkerOptions(anSqlChecker, options, defaults)
  const { failure } = settled
  return {
    ...settled,
    async check(context) {
      try {
        await ask(statement, context)
      } catch (error) {
        const code = sqlReason(error)
        throw code === undefined ? error : new CheckError(failure, { code, cause: error })
      }
    },
  }
}
