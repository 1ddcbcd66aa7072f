import { createProbes } from '@readyz/core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { type SqlCheckerOptions, sqlChecker } from '../src/index.ts'

const oneRow = () => [1]

describe('the options of an SQL checker', () => {
  test('have the defaults of the article, also where JavaScript hands over undefined', () => {
    const expected = { name: 'db', failure: 'cannot connect to database.' }
    expect(sqlChecker(oneRow)).toMatchObject(expected)
    const undefineds = { name: undefined, failure: undefined } as never
    const checker = sqlChecker(oneRow, undefineds)
    expect(checker).toMatchObject(expected)
    expect(() => createProbes({ readiness: [checker] })).not.toThrow()
  })

  test('are those of a checker', () => {
    const options = { name: 'a', failure: 'b', timeout: 1, optional: true, maxAge: 2 }
    expect(sqlChecker(oneRow, options)).toMatchObject(options)
    expectTypeOf<{ check: () => void }>().not.toExtend<SqlCheckerOptions>()
  })

  test('that do not exist, and a run that is none, are a TypeError', () => {
    expect(() => sqlChecker(oneRow, { nmae: 'db' } as never)).toThrow(
      new TypeError('unknown option "nmae" of an SQL checker'),
    )
    expect(() => sqlChecker({ query: oneRow } as never)).toThrow(
      new TypeError('sqlChecker needs a function that runs a statement, got object'),
    )
  })

  test('the function gets the signal and the time of the check', async () => {
    const seen: unknown[] = []
    const checker = sqlChecker((_, { timeout, signal }) => {
      seen.push(timeout, signal.aborted)
      return [1]
    })
    await createProbes({ readiness: [checker], timeoutSeconds: 2 }).readiness()
    expect(seen).toEqual([1600, false])
  })
})
