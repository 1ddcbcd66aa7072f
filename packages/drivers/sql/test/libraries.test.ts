import { readFileSync } from 'node:fs'
import { type Postgres, startPostgres } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlChecker } from '../src/index.ts'
import { libraries, type OpenLibrary, openDataSource } from './libraries.ts'
import { runCheck } from './run-check.ts'

const names = Object.keys(libraries)
const open = new Map<string, OpenLibrary>()
let db: Postgres

beforeAll(async () => {
  db = await startPostgres()
  for (const [name, create] of Object.entries(libraries)) open.set(name, await create(db))
})
afterAll(async () => {
  await Promise.all([...open.values()].map((library) => library.close()))
  await db.close()
})

function libraryOf(name: string): OpenLibrary {
  const library = open.get(name)
  if (library === undefined) throw new Error(`${name} is not open`)
  return library
}

const passes = { status: 'pass' }
const refused = { status: 'fail', reason: 'refused', message: 'cannot connect to database.' }

// Vitest fails the run if a rejection is not handled.
describe('the checker that the README shows for', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const fixture = readFileSync(new URL('libraries.ts', import.meta.url), 'utf8')
  const rows = [...readme.matchAll(/^\| ([\w.-]+) +\| `(sqlChecker\(.*\))` +\|/gm)]

  test('each library equals the checker that is tested here', () => {
    expect(new Set(rows.map(([, name]) => name))).toEqual(new Set(names))
    for (const [, , line] of rows) expect(fixture).toContain(`checker: ${line},`)
  })

  test.each(names)('%s passes while PostgreSQL is running', async (name) => {
    expect(await runCheck(libraryOf(name).checker)).toMatchObject(passes)
  })

  describe('a stopped server:', () => {
    beforeAll(async () => {
      // Opens a connection in each pool.
      for (const name of names) await runCheck(libraryOf(name).checker)
      await db.stop()
    })

    test.each(names)('%s fails with "refused" and the cause in the log', async (name) => {
      const result = await runCheck(libraryOf(name).checker)
      expect(result).toMatchObject(refused)
      expect(result.cause).toContain('ECONNREFUSED')
    })

    test('typeorm fails with a cause that says to call initialize() again', async () => {
      const dataSource = openDataSource(db)
      await expect(dataSource.initialize()).rejects.toThrow('ECONNREFUSED')
      const { message, cause } = await runCheck(
        sqlChecker((statement) => dataSource.query(statement)),
      )
      expect(message).toBe('cannot connect to database.')
      expect(cause).toBe(
        'the TypeORM data source is not initialized; call initialize() again until it succeeds; Driver not Connected',
      )
    })
  })

  describe('a server that is running again:', () => {
    beforeAll(() => db.start())

    test.each(names)('%s passes', async (name) => {
      expect(await runCheck(libraryOf(name).checker)).toMatchObject(passes)
    })

    test('typeorm passes after initialize() was called again', async () => {
      const dataSource = openDataSource(db)
      const checker = sqlChecker((statement) => dataSource.query(statement))
      expect(await runCheck(checker)).toMatchObject({ status: 'fail' })
      await dataSource.initialize()
      expect(await runCheck(checker)).toMatchObject(passes)
      await dataSource.destroy()
    })
  })
})

describe('a query method', () => {
  beforeAll(() => db.start())
  const withMethod = names.filter((name) => !['kysely', 'postgres.js'].includes(name))

  function methodOf(name: string) {
    const [object, key] = libraryOf(name).method ?? [{}, '']
    const method = Reflect.get(object, key) as (statement: string) => unknown
    return { method, bound: method.bind(object) }
  }

  test.each(withMethod)('passes if it is bound to its object: %s', async (name) => {
    expect(await runCheck(sqlChecker(methodOf(name).bound))).toMatchObject(passes)
  })

  test.each(withMethod)(
    'fails with a cause that contains the remedy if it is not bound: %s',
    async (name) => {
      const { message, cause } = await runCheck(sqlChecker(methodOf(name).method))
      expect(message).toBe('cannot connect to database.')
      expect(cause).toBe(
        'sqlChecker needs a function that runs the statement, such as (statement) => knex.raw(statement); a method without its object was passed',
      )
    },
  )
})
