import { describe, expect, expectTypeOf, test } from 'vitest'
import { type CheckerOptions, checkerOptions } from '../src/index.ts'

interface CupOptions extends CheckerOptions {
  readonly size?: 'small' | 'large'
}

const defaults = { name: 'cup', failure: 'no cup.', size: 'small' } as const
const read = (options: unknown) =>
  checkerOptions<CupOptions>('cupChecker', options as CupOptions, defaults)

describe('checkerOptions', () => {
  test('returns the default of an option that is absent or undefined', () => {
    expect(read({})).toStrictEqual(defaults)
    expect(read({ name: undefined, size: undefined, maxAge: undefined })).toStrictEqual(defaults)
    expect(defaults).toEqual({ name: 'cup', failure: 'no cup.', size: 'small' })
  })

  test('accepts the options of a checker and of the driver', () => {
    const options = { failure: '', timeout: 1, optional: false, maxAge: 0, size: 'large' }
    expect(read(options)).toStrictEqual({ name: 'cup', ...options })
  })

  test('copies the options', () => {
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
  ])('throws a TypeError for %o: %s', (options, message) => {
    expect(() => read(options)).toThrow(TypeError)
    expect(() => read(options)).toThrow(message)
  })

  test('requires by its types a default for each option of the driver', () => {
    const { name, size, timeout } = read({})
    expectTypeOf(name).toEqualTypeOf<string>()
    expectTypeOf(size).toEqualTypeOf<'small' | 'large'>()
    expectTypeOf(timeout).toEqualTypeOf<number | undefined>()
    // @ts-expect-error -- an option of the driver without a default
    checkerOptions<CupOptions>('cupChecker', {}, { name: 'cup', failure: 'no cup.' })
  })
})
