import { ServerError } from '@readyz/net'
import fc from 'fast-check'
import { Utils } from 'memjs'
import { describe, expect, test } from 'vitest'
import { encode, login, noop, readStatus } from '../src/protocol.ts'
import { response } from './binary-server.ts'

function outcome(bytes: Buffer): unknown {
  try {
    return readStatus(bytes, noop) ?? 'waits'
  } catch (error) {
    return Object(error).constructor
  }
}

describe('a request', () => {
  test('equals the request of memjs', () => {
    expect(encode(noop)).toEqual(Utils.makeRequestBuffer(0x0a, '', '', '', 1))
    const plain = '\0åpp\0s3cret-☃'
    expect(encode(login('åpp', 's3cret-☃'))).toEqual(
      Utils.makeRequestBuffer(0x21, 'PLAIN', '', plain, 2),
    )
  })
})

const body = fc.string({ maxLength: 300 }).map((text) => text.replaceAll(/[^ -~]/g, '.'))
const status = fc.integer({ min: 0, max: 0xffff })
/** Magic, opcode, the lengths of key and extras, the length of the body, the opaque. */
const decisive = [0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15]

describe('a response', () => {
  test('is complete with its last byte, and not before', () => {
    fc.assert(
      fc.property(status, body, (given, text) => {
        const bytes = response({ status: given, body: text })
        const outcomes = Array.from(bytes, (_, end) => outcome(bytes.subarray(0, end + 1)))
        expect(outcomes).toEqual([...Array.from(bytes.subarray(1), () => 'waits'), given])
      }),
    )
  })

  test('is invalid with further bytes', () => {
    fc.assert(
      fc.property(body, fc.uint8Array({ minLength: 1, maxLength: 50 }), (text, more) => {
        const bytes = Buffer.concat([response({ body: text }), more])
        expect(() => readStatus(bytes, noop)).toThrow('more than one response')
      }),
    )
  })

  test('is invalid with one relevant byte changed', () => {
    const change = fc.integer({ min: 1, max: 255 })
    fc.assert(
      fc.property(fc.constantFrom(...decisive), change, (index, by) => {
        const bytes = response()
        bytes.writeUInt8((bytes.readUInt8(index) + by) % 256, index)
        // 'waits' means that the check waits for a longer body until its time limit.
        expect(['waits', ServerError]).toContain(outcome(bytes))
      }),
    )
  })

  test('throws only a ServerError for arbitrary bytes', () => {
    const almost = fc.tuple(fc.constant([0x81, 0x0a]), fc.uint8Array({ maxLength: 100 }))
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5000 }),
      almost.map((parts) => parts.flatMap((part) => [...part])),
    )
    fc.assert(
      fc.property(bytes, (any) => {
        expect(['waits', ServerError]).toContain(outcome(Buffer.from(any)))
      }),
    )
  })

  test('of another protocol is quoted unless a password was sent', () => {
    const text = Buffer.from('ERROR Too many open connections\r\n')
    expect(() => readStatus(text, noop)).toThrow(
      /^answered with another protocol: ERROR Too many open connections$/,
    )
    expect(() => readStatus(text.subarray(0, 1), noop)).toThrow(/: E$/)
    expect(() => readStatus(Buffer.alloc(100, 'A'), noop)).toThrow(/: A{80}$/)
    expect(() => readStatus(Buffer.alloc(100, 0xab), noop)).toThrow(
      /^answered with another protocol$/,
    )
    const echo = Buffer.from('-ERR unknown command PLAIN s3cret')
    expect(() => readStatus(echo, login('app', 's3cret'))).toThrow(
      /^answered with another protocol$/,
    )
  })
})
