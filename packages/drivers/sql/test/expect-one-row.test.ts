import { describe, expect, test } from 'vitest'
import { expectOneRow } from '../src/index.ts'

class Rows extends Array<unknown> {}

describe('expectOneRow accepts', () => {
  test.each([
    ['the result of pg', { rows: [{ '?column?': 1 }], rowCount: 1 }],
    ['the result of pg in array mode', { rows: [[1]] }],
    ['the result of mysql2', [[{ 1: 1 }], [{ name: '1' }]]],
    ['the result of mysql2 in array mode', [[[1]], [{ name: '1' }]]],
    ['the result of mssql', { recordset: [{ '': 1 }], recordsets: [[{ '': 1 }]] }],
    ['a row with a bigint', [{ 1: 1n }]],
    ['a row with a string', [{ 1: '1' }]],
    ['a row with a buffer', [{ 1: Buffer.from('1') }]],
    ['a row with an object whose string is "1"', [{ 1: { toString: () => '1' } }]],
    ['a row without a prototype', [Object.assign(Object.create(null), { 1: 1 })]],
    ['an array of rows', [{ 1: 1 }]],
    ['an array of arrays', [[1]]],
    ['a subclass of Array', Rows.of({ 1: 1 })],
  ])('%s', (_, result) => {
    expect(() => expectOneRow(result)).not.toThrow()
  })
})

describe('expectOneRow rejects', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['a number', 1],
    ['a string', 'OK'],
    ['a row without a list', { 1: 1 }],
    ['an empty result of pg', { rows: [] }],
    ['two rows of pg', { rows: [{}, {}] }],
    ['rows that are not an array', { rows: 1 }],
    ['an empty result of mysql2', [[], [{ name: '1' }]]],
    ['two rows of mysql2', [[{ 1: 1 }, { 1: 2 }], []]],
    ['an empty array', []],
    ['two rows', [{ 1: 1 }, { 1: 2 }]],
    ['two rows in array mode', [[1], [2]]],
    ['a row without columns', { rows: [{}] }],
    ['a row without columns in array mode', [[]]],
    ['a list of numbers', [1]],
    ['a row with garbage', { rows: [{ '\uFFFD': '\uFFFD1' }] }],
    ['a row with another number', [{ 1: 2 }]],
    ['a row with null', [{ 1: null }]],
    ['a row with true', [{ 1: true }]],
    ['a row with an empty buffer', [{ 1: Buffer.alloc(0) }]],
    ['a row with two columns', [{ 1: 1, 2: 2 }]],
    ['a row with a value that cannot be converted to a string', [{ 1: Object.create(null) }]],
  ])('%s', (_, result) => {
    expect(() => expectOneRow(result)).toThrow('invalid response')
  })
})
