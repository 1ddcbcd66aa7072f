import { describe, expect, expectTypeOf, test } from 'vitest'
import { type CheckerOptions, checkerOptions } from '../src/index.ts'

interface CupOptions extends CheckerOptions {
  readonly size?: 'small' | 'large'
}

const defaults = { name: 'cup', failure: 'no cup.', size: 'small' } as const
const read = (options: unknown) =>
  checkerOptions<CupOptions>('cupChecker', options as CupOptions, defaults)

describe('the options of a driver', () => {
  test('have its defaults, also where JavaScript hands over undefined', () => {
    expect(read({})).toStrictEqual(defaults)
    expect(read({ name: undefined, size: undefined, maxAge: undefined })).toStrictEqual(defaults)
    expect(defaults).toEqual({ name: 'cup', failure: 'no cup.', size: 'small' })
  })

  test('are those of a checker and its own', () => {
    const options = { failure: '', timeout: 1, optional: false, maxAge: 0, size: 'large' }
    expect(read(options)).toStrictEqual({ name: 'cup', ...options })
  })

  test('are what they were when they were read', () => {
    const options = { name: 'mug' }
    const settled = read(options)
    options.name = 'bowl'
    expect(settled.name).toBe('mug')
  })

  test.each([
    [null, 'the options of cupChecker must be an object, got null'],
    ['mug', 'the options of cupChecker must be an object, got "mug"'],
    [[], 'the options of cupChecker must be an object, got an array'],
    [
      { naem: 'mug' },
      'unknown option "naem" of cupChecker; there are name, failure, timeout, optional, maxAge, size',
    ],
    [{ toString: 'mug' }, 'unknown option "toString" of cupChecker'],
    [{ check: () => {} }, 'unknown option "check" of cupChecker'],
  ])('%o are refused: %s', (options, message) => {
    expect(() => read(options)).toThrow(TypeError)
    expect(() => read(options)).toThrow(message)
  })

  test('have a type for what has a default, and for what has none', () => {
    const { name, size, timeout } = read({})
    expectTypeOf(name).toEqualTypeOf<string>()
    expectTypeOf(size).toEqualTypeOf<'small' | 'large'>()
    expectTypeOf(timeout).toEqualTypeOf<number | undefined>()
    // @ts-expect-error -- an option of its own without a default
    checkerOptions<CupOptions>('cupChecker', {}, { name: 'cup', failure: 'no cup.' })
  })
})
