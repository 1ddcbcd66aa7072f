import mysql2 from 'mysql2'
import type mysql2Promise from 'mysql2/promise'
import type oldest from 'mysql2-oldest'
import type oldestPromise from 'mysql2-oldest/promise'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type Mysql2Connection,
  type Mysql2Pool,
  type Mysql2PoolCluster,
  mysql2Checker,
} from '../src/index.ts'

// It never connects.
const pool = mysql2.createPool({})

test('has a default name and message', () => {
  expect(mysql2Checker(pool)).toMatchObject({ name: 'db', failure: 'cannot connect to database.' })
  const named = { name: 'orders', failure: 'no orders.', optional: true }
  expect(mysql2Checker(pool, named)).toMatchObject(named)
})

describe('throws a TypeError for', () => {
  const error = new TypeError('mysql2Checker needs a Pool, a PoolCluster or a Connection of mysql2')

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a connection string', 'mysql://localhost'],
    ['an object that is none of them', { query: () => {}, getConnection: () => {} }],
    ['the module', mysql2],
    ['a namespace of a cluster', mysql2.createPoolCluster().of('*')],
  ])('%s', (_, client) => {
    expect(() => mysql2Checker(client as never)).toThrow(error)
  })

  test('mode "pool" for a cluster, which is not one pool', () => {
    expect(() => mysql2Checker(mysql2.createPoolCluster(), { mode: 'pool' })).toThrow(
      'needs a pool',
    )
  })

  test.each([
    ['a pool', pool],
    ['a cluster', mysql2.createPoolCluster()],
  ])('options of %s that are not an object', (_, client) => {
    expect(() => mysql2Checker(client, null as never)).toThrow(
      new TypeError('the options of an SQL checker must be an object, got null'),
    )
  })
})

interface Memcached {
  get(key: string): Promise<unknown>
}

describe('accepts by structure', () => {
  test('a Pool, with callbacks or with promises', () => {
    expectTypeOf<mysql2.Pool>().toExtend<Mysql2Pool>()
    expectTypeOf<mysql2Promise.Pool>().toExtend<Mysql2Pool>()
    expectTypeOf<oldest.Pool>().toExtend<Mysql2Pool>()
    expectTypeOf<oldestPromise.Pool>().toExtend<Mysql2Pool>()
  })

  test('a PoolCluster, with callbacks or with promises', () => {
    expectTypeOf<mysql2.PoolCluster>().toExtend<Mysql2PoolCluster>()
    expectTypeOf<mysql2Promise.PoolCluster>().toExtend<Mysql2PoolCluster>()
    expectTypeOf<oldest.PoolCluster>().toExtend<Mysql2PoolCluster>()
  })

  test('a Connection, with callbacks or with promises', () => {
    expectTypeOf<mysql2.Connection>().toExtend<Mysql2Connection>()
    expectTypeOf<mysql2Promise.Connection>().toExtend<Mysql2Connection>()
    expectTypeOf<oldest.Connection>().toExtend<Mysql2Connection>()
    expectTypeOf<oldestPromise.Connection>().toExtend<Mysql2Connection>()
  })

  test('no client of another package, and no module', () => {
    type Client = Parameters<typeof mysql2Checker>[0]
    expectTypeOf<Memcached>().not.toExtend<Client>()
    expectTypeOf<typeof mysql2>().not.toExtend<Client>()
  })
})
