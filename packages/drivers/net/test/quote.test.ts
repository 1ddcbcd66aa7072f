import { expect, test } from 'vitest'
import { quote } from '../src/index.ts'

test.each([
  ['a line', 'HTTP/1.1 400 Bad Request\r\nServer: x', 'HTTP/1.1 400 Bad Request'],
  ['what has no end', 'A'.repeat(100), 'A'.repeat(80)],
  ['nothing of what cannot be printed', '\u001b[2J', ''],
  ['nothing behind it', 'abc\u0007def', 'abc'],
  ['nothing at all', '', ''],
])('quotes %s', (_, said, quoted) => {
  expect(quote(Buffer.from(said, 'latin1'))).toBe(quoted)
})
