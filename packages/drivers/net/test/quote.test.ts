import { expect, test } from 'vitest'
import { quote } from '../src/index.ts'

test.each([
  ['the first line', 'HTTP/1.1 400 Bad Request\r\nServer: x', 'HTTP/1.1 400 Bad Request'],
  ['the first 80 characters of a longer line', 'A'.repeat(100), 'A'.repeat(80)],
  ['nothing of a response that begins with a control character', '\u001b[2J', ''],
  ['the text before a control character', 'abc\u0007def', 'abc'],
  ['nothing of an empty response', '', ''],
])('quotes %s', (_, response, expected) => {
  expect(quote(Buffer.from(response, 'latin1'))).toBe(expected)
})
