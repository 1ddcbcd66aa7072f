import { type CheckContext, CheckError, type Checker } from '@readyz/core'
import { sqlReason } from './reason.ts'
import { expectOneRow } from './rows.ts'

/** Defaults: the name `db`, the failure `cannot connect to database.`, for the rest those of a `Checker`. */
export interface SqlCheckerOptions extends Partial<Omit<Checker, 'check'>> {}

/** The `failure` of SQL checkers, unless they have another. */
export const cannotConnect = 'cannot connect to database.'

/** Touches no table and writes nothing. */
const statement = 'SELECT 1;'

const known: ReadonlySet<string> = new Set<keyof SqlCheckerOptions>([
  'name',
  'failure',
  'timeout',
  'optional',
  'maxAge',
])

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
  demandOptions(options)
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown !== undefined) {
    throw new TypeError(`unknown option ${JSON.stringify(unknown)} of an SQL checker`)
  }
  const { name = 'db', failure = cannotConnect, ...rest } = options
  return {
    ...rest,
    name,
    failure,
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

export function demandOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return
  throw new TypeError(`the options of an SQL checker must be an object, got ${String(options)}`)
}
