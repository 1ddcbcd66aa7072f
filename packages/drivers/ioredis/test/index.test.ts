import * as ioredis from 'ioredis'
import { Cluster, Redis } from 'ioredis'
import type * as oldest from 'ioredis-oldest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type IoredisClient,
  type IoredisCluster,
  type IoredisOptions,
  ioredisChecker,
} from '../src/index.ts'
import type { Oldest } from './oldest.ts'

const client = new Redis({ lazyConnect: true })

test('has a default name and message', () => {
  expect(ioredisChecker(client)).toMatchObject({
    name: 'redis',
    failure: 'cannot connect to redis.',
  })
  const named = { name: 'sessions', failure: 'no sessions.', optional: true }
  expect(ioredisChecker(client, named)).toMatchObject(named)
})

describe('throws a TypeError for', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a URL', 'redis://localhost'],
    ['options', { host: 'localhost', port: 6379 }],
    ['a client of another kind', { options: { url: 'redis://localhost' } }],
    ['the module', ioredis],
  ])('%s', (_, other) => {
    expect(() => ioredisChecker(other as never)).toThrow(
      new TypeError('ioredisChecker needs a Redis or Cluster of ioredis'),
    )
  })

  test('a client with sentinels and the role of a replica', () => {
    const replica = new Redis({ sentinels: [{}], name: 'main', role: 'slave', lazyConnect: true })
    expect(() => ioredisChecker(replica)).toThrow(
      new TypeError('ioredisChecker needs a Redis of a master, got one of role "slave"'),
    )
  })

  test('unknown options, and options that are not an object', () => {
    expect(() => ioredisChecker(client, { naem: 'redis' } as never)).toThrow(
      'unknown option "naem" of ioredisChecker; there are name, failure, timeout, optional, maxAge',
    )
    expect(() => ioredisChecker(new Cluster([], { lazyConnect: true }), null as never)).toThrow(
      new TypeError('the options of ioredisChecker must be an object, got null'),
    )
  })
})

describe('accepts by structure', () => {
  test('a Redis and its options', () => {
    expectTypeOf<Redis>().toExtend<IoredisClient>()
    expectTypeOf<Oldest>().toExtend<IoredisClient>()
    expectTypeOf<ioredis.RedisOptions>().toExtend<IoredisOptions>()
    expectTypeOf<oldest.RedisOptions>().toExtend<IoredisOptions>()
  })

  test('a Cluster', () => {
    expectTypeOf<Cluster>().toExtend<IoredisCluster>()
    expectTypeOf<oldest.Cluster>().toExtend<IoredisCluster>()
  })

  test('no other object', () => {
    type Client = Parameters<typeof ioredisChecker>[0]
    expectTypeOf<{ get(key: string): Promise<unknown> }>().not.toExtend<Client>()
    expectTypeOf<typeof ioredis>().not.toExtend<Client>()
  })
})
