import pg from 'pg'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { type PgClient, type PgPool, pgChecker } from '../src/index.ts'

const pool = new pg.Pool()

test('has a default name and message', () => {
  expect(pgChecker(pool)).toMatchObject({ name: 'db', failure: 'cannot connect to database.' })
  const named = { name: 'orders', failure: 'no orders.', optional: true }
  expect(pgChecker(pool, named)).toMatchObject(named)
})

describe('throws a TypeError for', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a connection string', 'postgres://localhost'],
    ['an object that is neither a Pool nor a Client', { query: () => {} }],
    ['the module', pg],
  ])('%s', (_, client) => {
    expect(() => pgChecker(client as never)).toThrow(
      new TypeError('pgChecker needs a Pool or a Client of pg'),
    )
  })

  test('mode "pool" with a Client, which has no pool', () => {
    expect(() => pgChecker(new pg.Client(), { mode: 'pool' })).toThrow('needs a pool')
  })

  test('options that are not an object', () => {
    expect(() => pgChecker(pool, null as never)).toThrow('the options of an SQL checker must be')
  })
})

test('accepts a Pool and a Client of pg by structure, and rejects a pool with callbacks', () => {
  expectTypeOf<pg.Pool>().toExtend<PgPool>()
  expectTypeOf<pg.Client>().toExtend<PgClient>()
  interface CallbackPool extends Omit<pg.Pool, 'connect'> {
    connect(callback: (error: Error | undefined) => void): void
  }
  expectTypeOf<CallbackPool>().not.toExtend<PgPool>()
})
