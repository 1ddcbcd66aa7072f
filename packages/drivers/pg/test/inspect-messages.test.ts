import { describe, expect, test } from 'vitest'
import { inspectMessages } from '../src/inspect-messages.ts'

const message = (type: string, body: Buffer | string, length = Buffer.byteLength(body) + 4) => {
  const head = Buffer.from(`${type}\0\0\0\0`)
  head.writeUInt32BE(length, 1)
  return Buffer.concat([head, Buffer.from(body)])
}
const scram = (iterations: number) => message('R', `\0\0\0\x0br=x,s=c2FsdA==,i=${iterations}`)
const row = (...bytes: number[]) => message('D', Buffer.from(bytes))

const validMessages = {
  'a login': Buffer.concat([
    message('R', '\0\0\0\0'),
    message('S', 'TimeZone\0UTC\0'),
    message('Z', 'I'),
  ]),
  'an error': message('E', 'SFATAL\0C28P01\0Mno\0\0'),
  'a notice without fields': message('N', '\0'),
  'a row': row(0, 1, 0, 0, 0, 1, 0x31),
  'a row of NULL': row(0, 1, 0xff, 0xff, 0xff, 0xff),
  'a login with many iterations': scram(600_000),
  'a message of an unknown type': message('?', 'unknown'),
}

const invalidMessages = {
  'an empty error': [message('E', ''), 'an error without its terminator'],
  'an error whose last field has no terminator': [
    message('E', 'SFATAL'),
    'an error without its terminator',
  ],
  'a notice without its terminator': [message('N', 'SNOTICE\0'), 'an error without its terminator'],
  'a length that is less than four': [message('S', '', 3), 'a message of 3 bytes'],
  'a length of gigabytes': [
    Buffer.from('HTTP/1.1 400 Bad Request'),
    'a message of 1414811695 bytes',
  ],
  'too many SCRAM iterations': [scram(2_147_483_647), '2147483647 iterations of SCRAM'],
  'a row without its columns': [row(0xff, 0xff), 'a row that ends too early'],
  'a column of a negative length': [row(0, 1, 0xff, 0xff, 0xff, 0xfe), 'a column of -2 bytes'],
  'a column that is longer than the row': [
    row(0, 1, 0, 0, 0, 9, 0x31),
    'a row whose columns do not fill it',
  ],
} as const

/** The sizes in bytes of the chunks in which the messages arrive. */
const chunkSizes = [1, 2, 3, 5, 7, 1000]

function inspectInChunks(bytes: Buffer, size: number): void {
  const inspect = inspectMessages()
  for (let start = 0; start < bytes.length; start += size) {
    inspect(bytes.subarray(start, start + size))
  }
}

describe('inspectMessages', () => {
  test.each(Object.entries(validMessages))('accepts %s', (_, bytes) => {
    for (const size of chunkSizes) expect(() => inspectInChunks(bytes, size)).not.toThrow()
  })

  test.each(Object.entries(invalidMessages))('throws on %s', (_, [bytes, problem]) => {
    const received = Buffer.concat([validMessages['a login'], bytes])
    const error = { code: 'invalid', cause: new Error(`the server sent ${problem}`) }
    for (const size of chunkSizes) {
      expect(() => inspectInChunks(received, size)).toThrow(expect.objectContaining(error))
    }
  })
})
