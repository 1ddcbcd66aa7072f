import { describe, expect, test } from 'vitest'
import { expectOneRow } from '../src/index.ts'

class Rows extends Array<unknown> {}

describe('one row is', () => {
  test.each([
    ['the result of pg', { rows: [{ '?column?': 1 }], rowCount: 1 }],
    ['that of pg in array mode', { rows: [[1]] }],
    ['that of mysql2', [[{ 1: 1 }], [{ name: '1' }]]],
    ['that of mysql2 in array mode', [[[1]], [{ name: '1' }]]],
    ['that of mssql', { recordset: [{ '': 1 }], recordsets: [[{ '': 1 }]] }],
    ['a bigint', [{ 1: 1n }]],
    ['a string', [{ 1: '1' }]],
    ['a buffer', [{ 1: Buffer.from('1') }]],
    ["an object of the application's own parser", [{ 1: { toString: () => '1' } }]],
    ['a row without a prototype', [Object.assign(Object.create(null), { 1: 1 })]],
    ['an array of rows', [{ 1: 1 }]],
    ['an array of arrays', [[1]]],
    ['a subclass of Array', Rows.of({ 1: 1 })],
  ])('%s', (_, result) => {
    expect(() => expectOneRow(result)).not.toThrow()
  })
})

describe('one row is not', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['true', true],
    ['a number', 1],
    ['a string', 'OK'],
    ['a row', { 1: 1 }],
    ['no row of pg', { rows: [] }],
    ['two rows of pg', { rows: [{}, {}] }],
    ['rows that are no array', { rows: 1 }],
    ['no row of mysql2', [[], [{ name: '1' }]]],
    ['two rows of mysql2', [[{ 1: 1 }, { 1: 2 }], []]],
    ['an empty array', []],
    ['two rows', [{ 1: 1 }, { 1: 2 }]],
    ['two rows in array mode', [[1], [2]]],
    ['a row without columns', { rows: [{}] }],
    ['a row without columns in array mode', [[]]],
    ['a row that is no row', [1]],
    ['a row of garbage', { rows: [{ '\uFFFD': '\uFFFD1' }] }],
    ['a row of another number', [{ 1: 2 }]],
    ['a row of null', [{ 1: null }]],
    ['a row of true', [{ 1: true }]],
    ['a row of an empty buffer', [{ 1: Buffer.alloc(0) }]],
    ['a row of more than 1', [{ 1: 1, 2: 2 }]],
    ['a value that has no string', [{ 1: Object.create(null) }]],
  ])('%s', (_, result) => {
    expect(() => expectOneRow(result)).toThrow('invalid response')
  })
})
