import { createProbes } from '@readyz/core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  pooledSqlChecker,
  type SqlCheckerOptions,
  type SqlSource,
  sqlChecker,
} from '../src/index.ts'

const oneRow = () => [{ 1: 1 }]

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
      'unknown option "nmae" of an SQL checker; there are name, failure, timeout, optional, maxAge',
    )
    expect(() => sqlChecker({ query: oneRow } as never)).toThrow(
      new TypeError('sqlChecker needs a function that runs a statement, got object'),
    )
  })

  test('the function gets the signal and the time of the check', async () => {
    const seen: unknown[] = []
    const checker = sqlChecker((_, { timeout, signal }) => {
      seen.push(timeout, signal.aborted)
      return [{ 1: 1 }]
    })
    await createProbes({ readiness: [checker], timeoutSeconds: 2 }).readiness()
    expect(seen).toEqual([1600, false])
  })
})

describe('the options of a checker with a pool', () => {
  const own = async () => {}
  const pool = { hasIdle: () => true, isFull: () => false, borrow: own }
  const create = (source: SqlSource, options: unknown) => pooledSqlChecker(source, options as never)

  test('are those of an SQL checker, and two that say how the pool is asked', () => {
    const options = { name: 'a', failure: 'b', timeout: 1, optional: true, maxAge: 2 }
    const checker = create({ own, pool }, { ...options, mode: 'pool', busy: 'warn' })
    expect(checker).toEqual({ ...options, check: checker.check })
  })

  test.each([
    [null, 'the options of an SQL checker must be an object, got null'],
    [{ naem: 'db' }, 'unknown option "naem" of an SQL checker; there are name, '],
    [{ mode: 'Hybrid' }, 'mode must be one of hybrid, dedicated, pool, got Hybrid'],
    [{ busy: 'no' }, 'busy must be one of pass, warn, fail, got no'],
  ])('%j are a TypeError', (options, message) => {
    expect(() => create({ own, pool }, options)).toThrow(TypeError)
    expect(() => create({ own, pool }, options)).toThrow(message)
  })

  test.each([
    [{ mode: 'pool' }, 'mode "pool", busy "pass" needs a pool, got a client without one'],
    [{ busy: 'warn' }, 'mode "hybrid", busy "warn" needs a pool, got a client without one'],
  ])('%j are a TypeError without a pool', (options, message) => {
    expect(() => create({ own }, options)).toThrow(new TypeError(message))
  })
})
