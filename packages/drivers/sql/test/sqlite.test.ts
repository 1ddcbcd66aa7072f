import { createProbes, type Report, type Transition } from '@readyz/core'
import sqlite from 'node-sqlite3-wasm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlChecker } from '../src/index.ts'

// SQLite runs in this process.
let db: InstanceType<typeof sqlite.Database>
beforeEach(() => {
  db = new sqlite.Database()
})
afterEach(() => {
  if (db.isOpen) db.close()
})

async function runProbe(
  run: (statement: string) => unknown,
): Promise<readonly [Report, Transition[]]> {
  const transitions: Transition[] = []
  const readiness = [sqlChecker(run)]
  const probes = createProbes({ readiness, onTransition: (each) => transitions.push(each) })
  return [await probes.readiness(), transitions]
}

describe('an SQL checker of SQLite', () => {
  test('passes when the statement returns one row', async () => {
    const statements: string[] = []
    const [report] = await runProbe((statement) => {
      statements.push(statement)
      return db.all(statement)
    })
    expect(report).toMatchObject({ status: 'pass', checks: [{ name: 'db' }] })
    expect(statements).toEqual(['SELECT 1;'])
  })

  test('fails with the default message and a private cause if the database is closed', async () => {
    db.close()
    const [report, [transition]] = await runProbe((statement) => db.all(statement))
    expect(report).toMatchObject({
      status: 'fail',
      checks: [{ message: 'cannot connect to database.', reason: 'error' }],
    })
    expect(transition?.cause).toBeInstanceOf(sqlite.SQLite3Error)
  })

  test.each([
    ['no row', () => db.all('SELECT 1 WHERE 0')],
    ['two rows', () => db.all('SELECT 1 UNION SELECT 2')],
    ['a result that is not a list of rows', () => db.run('SELECT 1')],
  ])('fails with an invalid response for %s', async (_, run) => {
    const [report] = await runProbe(run)
    expect(report.checks).toMatchObject([{ message: 'invalid response', reason: 'invalid' }])
  })
})
