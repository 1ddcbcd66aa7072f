import pg from 'pg'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { type PgClient, type PgPool, pgChecker } from '../src/index.ts'

const pool = new pg.Pool()

test('has the name and the sentence of the article', () => {
  expect(pgChecker(pool)).toMatchObject({ name: 'db', failure: 'cannot connect to database.' })
  const named = {
    name: 'orders',
    failure: 'no orders.',
    optional: true,
    timeout: 100,
    maxAge: 1000,
  }
  expect(pgChecker(pool, named)).toMatchObject(named)
})

describe('refuses', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a connection string', 'postgres://localhost'],
    ['an object that is neither', { query: () => {} }],
    ['the module', pg],
  ])('%s', (_, client) => {
    expect(() => pgChecker(client as never)).toThrow(
      new TypeError('pgChecker needs a Pool or a Client of pg'),
    )
  })

  test.each([
    [{ mode: 'Hybrid' }, 'mode must be one of hybrid, own, pool, got Hybrid'],
    [{ busy: 'no' }, 'busy must be one of pass, warn, fail, got no'],
    [{ naem: 'db' }, 'unknown option "naem" of an SQL checker'],
  ])('%j', (options, message) => {
    expect(() => pgChecker(pool, options as never)).toThrow(new TypeError(message))
  })

  test.each([{ mode: 'pool' }, { busy: 'warn' }] as const)(
    '%j for a client, which has no pool',
    (options) => {
      expect(() => pgChecker(new pg.Client(), options)).toThrow(
        'needs a pool, got a client without one',
      )
    },
  )

  test('options that are none', () => {
    expect(() => pgChecker(pool, null as never)).toThrow(
      new TypeError('the options of an SQL checker must be an object, got null'),
    )
  })
})

test('takes a Pool and a Client of pg by structure, and not what answers to callbacks', () => {
  expectTypeOf<pg.Pool>().toExtend<PgPool>()
  expectTypeOf<pg.Client>().toExtend<PgClient>()
  interface CallbackPool extends Omit<pg.Pool, 'connect'> {
    connect(callback: (error: Error | undefined) => void): void
  }
  expectTypeOf<CallbackPool>().not.toExtend<PgPool>()
})
