import { createProbes, type Report, type Transition } from '@readyz/core'
import sqlite from 'node-sqlite3-wasm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlChecker } from '../src/index.ts'

// A real database that is not PostgreSQL, in this process.
let db: InstanceType<typeof sqlite.Database>
beforeEach(() => {
  db = new sqlite.Database()
})
afterEach(() => {
  if (db.isOpen) db.close()
})

async function ask(run: (statement: string) => unknown): Promise<readonly [Report, Transition[]]> {
  const transitions: Transition[] = []
  const readiness = [sqlChecker(run)]
  const probes = createProbes({ readiness, onTransition: (each) => transitions.push(each) })
  return [await probes.readiness(), transitions]
}

describe('an SQL checker of SQLite', () => {
  test('passes when the statement gives one row', async () => {
    const statements: string[] = []
    const [report] = await ask((statement) => {
      statements.push(statement)
      return db.all(statement)
    })
    expect(report).toMatchObject({ status: 'pass', checks: [{ name: 'db' }] })
    expect(statements).toEqual(['SELECT 1;'])
  })

  test('fails with the sentence of the article when the database is closed, and keeps the cause', async () => {
    db.close()
    const [report, [transition]] = await ask((statement) => db.all(statement))
    expect(report).toMatchObject({
      status: 'fail',
      checks: [{ message: 'cannot connect to database.', reason: 'error' }],
    })
    expect(transition?.cause).toBeInstanceOf(sqlite.SQLite3Error)
  })

  test.each([
    ['no row', () => db.all('SELECT 1 WHERE 0')],
    ['two rows', () => db.all('SELECT 1 UNION SELECT 2')],
    ['a result that is no list of rows', () => db.run('SELECT 1')],
  ])('fails with an invalid response for %s', async (_, run) => {
    const [report] = await ask(run)
    expect(report.checks).toMatchObject([{ message: 'invalid response', reason: 'invalid' }])
  })
})
