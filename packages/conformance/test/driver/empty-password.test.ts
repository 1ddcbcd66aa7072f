import { expect, test } from 'vitest'
import { secretsOf } from '../../src/driver/evaluate.ts'

test('an empty password, user or database is not a secret', () => {
  const server = { host: '127.0.0.1', port: 1, user: '', password: '', database: '' }
  expect(secretsOf(['10.0.0.7'], server)).toEqual({
    unlogged: [],
    unpublished: ['10.0.0.7', '127.0.0.1', '1'],
  })
})

test('the message of a server at its connection limit must not be published', () => {
  const server = { host: 'a', port: 1, connectionLimitError: '-ERR max clients\r\n' }
  expect(secretsOf([], server).unpublished).toContain('-ERR max clients')
})
