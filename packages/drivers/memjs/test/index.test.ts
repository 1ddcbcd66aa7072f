import memjs from 'memjs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { type MemjsClient, memjsChecker } from '../src/index.ts'

const client = memjs.Client.create('127.0.0.1:11211')

test('has a default name and message', () => {
  expect(memjsChecker(client)).toMatchObject({
    name: 'cache',
    failure: 'cannot connect to cache.',
  })
  const named = { name: 'sessions', failure: 'no sessions.', optional: true }
  expect(memjsChecker(client, named)).toMatchObject(named)
})

describe('throws a TypeError for', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a list of servers', '127.0.0.1:11211'],
    ['a client of another kind', { get: () => {} }],
    ['servers that are strings', { servers: ['127.0.0.1:11211'] }],
    ['servers that are undefined', { servers: [undefined] }],
    ['the module', memjs],
  ])('%s', (_, other) => {
    expect(() => memjsChecker(other as never)).toThrow(
      new TypeError('memjsChecker needs a Client of memjs'),
    )
  })

  test('a client without servers', () => {
    expect(() => memjsChecker(new memjs.Client([]))).toThrow(
      new TypeError('memjsChecker needs a Client that has servers'),
    )
  })

  test('unknown options, and options that are not an object', () => {
    expect(() => memjsChecker(client, { naem: 'cache' } as never)).toThrow(
      'unknown option "naem" of memjsChecker; there are name, failure, timeout, optional, maxAge',
    )
    expect(() => memjsChecker(client, null as never)).toThrow(
      new TypeError('the options of memjsChecker must be an object, got null'),
    )
  })
})

test('accepts a Client of memjs by structure', () => {
  expectTypeOf<memjs.Client>().toExtend<MemjsClient>()
  expectTypeOf<memjs.Client<object, object>>().toExtend<MemjsClient>()
  expectTypeOf<{ servers: readonly string[] }>().not.toExtend<MemjsClient>()
})
