import * as redis from 'redis'
import type * as redis4 from 'redis-4'
import type * as redis5 from 'redis-5'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type RedisClient,
  type RedisCluster,
  type RedisOptions,
  redisChecker,
} from '../src/index.ts'

const client = redis.createClient()
const needs = 'redisChecker needs a client that createClient or createCluster of redis returned'

test('has a default name and message', () => {
  expect(redisChecker(client)).toMatchObject({
    name: 'redis',
    failure: 'cannot connect to redis.',
  })
  const named = { name: 'sessions', failure: 'no sessions.', optional: true }
  expect(redisChecker(client, named)).toMatchObject(named)
})

describe('throws a TypeError for', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a URL', 'redis://localhost'],
    ['options', { options: { socket: { host: 'localhost' } } }],
    ['the module', redis],
  ])('%s', (_, other) => {
    expect(() => redisChecker(other as never)).toThrow(new TypeError(needs))
  })

  test.each([
    ['a pool', redis.createClientPool()],
    ['a sentinel', redis.createSentinel({ name: 'main', sentinelRootNodes: [] })],
  ])('%s, with a message that contains the remedy', (_, other) => {
    expect(() => redisChecker(other as never)).toThrow(
      new TypeError(
        `${needs}; a pool or a sentinel does not expose its configuration: pass a client with the same options, which does not have to be connected`,
      ),
    )
  })

  test('unknown options, and options that are not an object', () => {
    expect(() => redisChecker(client, { naem: 'redis' } as never)).toThrow(
      'unknown option "naem" of redisChecker; there are name, failure, timeout, optional, maxAge',
    )
    expect(() => redisChecker(client, null as never)).toThrow(
      new TypeError('the options of redisChecker must be an object, got null'),
    )
  })
})

describe('accepts by structure', () => {
  test('a client and its options', () => {
    expectTypeOf<ReturnType<typeof redis.createClient>>().toExtend<RedisClient>()
    expectTypeOf<ReturnType<typeof redis5.createClient>>().toExtend<RedisClient>()
    expectTypeOf<ReturnType<typeof redis4.createClient>>().toExtend<RedisClient>()
    expectTypeOf<redis.RedisClientOptions>().toExtend<RedisOptions>()
    expectTypeOf<NonNullable<Parameters<typeof redis5.createClient>[0]>>().toExtend<RedisOptions>()
    expectTypeOf<NonNullable<Parameters<typeof redis4.createClient>[0]>>().toExtend<RedisOptions>()
  })

  test('a cluster', () => {
    expectTypeOf<ReturnType<typeof redis.createCluster>>().toExtend<RedisCluster>()
    expectTypeOf<ReturnType<typeof redis5.createCluster>>().toExtend<RedisCluster>()
    expectTypeOf<ReturnType<typeof redis4.createCluster>>().toExtend<RedisCluster>()
  })

  test('no other object', () => {
    type Client = Parameters<typeof redisChecker>[0]
    expectTypeOf<{ get(key: string): Promise<unknown> }>().not.toExtend<Client>()
    expectTypeOf<typeof redis>().not.toExtend<Client>()
    expectTypeOf<ReturnType<typeof redis.createClientPool>>().not.toExtend<Client>()
  })
})
