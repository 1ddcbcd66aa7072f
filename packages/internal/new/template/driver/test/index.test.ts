import { describe, expect, expectTypeOf, test } from 'vitest'
import { type MadeUpClient, madeUpChecker } from '../src/index.ts'

const client: MadeUpClient = { host: '127.0.0.1', port: 1 }

test('the checker has a default name and failure message, and options change them', () => {
  expect(madeUpChecker(client)).toMatchObject({
    name: 'made-up',
    failure: 'cannot connect to made-up.',
  })
  const named = { name: 'second', failure: 'no second one.', optional: true }
  expect(madeUpChecker(client, named)).toMatchObject(named)
})

describe('madeUpChecker throws a TypeError', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['an address', '127.0.0.1:1'],
    ['a client of another kind', { get: () => {} }],
  ])('for %s instead of a client', (_, other) => {
    expect(() => madeUpChecker(other as never)).toThrow(
      new TypeError('madeUpChecker needs a client of @made/up'),
    )
  })

  test('for an unknown option and for options that are not an object', () => {
    expect(() => madeUpChecker(client, { naem: 'made-up' } as never)).toThrow(
      'unknown option "naem" of madeUpChecker; there are name, failure, timeout, optional, maxAge',
    )
    expect(() => madeUpChecker(client, null as never)).toThrow(
      new TypeError('the options of madeUpChecker must be an object, got null'),
    )
  })
})

test('the type MadeUpClient requires host and port', () => {
  expectTypeOf<{ host: string }>().not.toExtend<MadeUpClient>()
})
