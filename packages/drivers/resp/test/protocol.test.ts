import { ServerError } from '@readyz/net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createReplyReader, encode, isResp, type Value } from '../src/protocol.ts'

const readReply = (bytes: Buffer) => createReplyReader(0)(bytes)

function outcome(bytes: Buffer): unknown {
  try {
    return readReply(bytes) ?? 'waits'
  } catch (error) {
    return Object(error).constructor
  }
}

const reply = (isError: boolean, value: Value, end: number) => ({ isError, value, end })

test('encodes a command as a list of words, each with its length in bytes', () => {
  expect(encode([['AUTH', 'åpp', 's3cret-☃'], ['PING']])).toBe(
    '*3\r\n$4\r\nAUTH\r\n$4\r\nåpp\r\n$10\r\ns3cret-☃\r\n*1\r\n$4\r\nPING\r\n',
  )
})

const line = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .map((text) => text.replaceAll(/[\r\n]/g, '.'))
const bulk = fc.string({ unit: 'grapheme', maxLength: 500 })
const wireOf = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`

/** The bytes of a value, and the value. */
const { value: sentValue } = fc.letrec<{ value: { wire: string; value: Value } }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'list' },
    line.map((text) => ({ wire: `+${text}\r\n`, value: text })),
    fc.nat().map((number) => ({ wire: `:${number}\r\n`, value: String(number) })),
    bulk.map((text) => ({ wire: wireOf(text), value: text })),
    fc.constantFrom('$-1\r\n', '*-1\r\n').map((wire) => ({ wire, value: null })),
    fc.array(tie('value'), { maxLength: 9, depthIdentifier: 'list' }).map((items) => ({
      wire: `*${items.length}\r\n${items.map(({ wire }) => wire).join('')}`,
      value: items.map(({ value }) => value),
    })),
  ),
}))

/** The bytes of a reply, and the reply. */
const sent = fc.oneof(
  line.map((text) => ({ wire: `-${text}\r\n`, isError: true, value: text })),
  sentValue.map((each) => ({ ...each, isError: false })),
)

describe('a reply', () => {
  test('is complete with its last byte, whatever bytes follow', () => {
    fc.assert(
      fc.property(sent, fc.string({ maxLength: 20 }), ({ wire, isError, value }, rest) => {
        const bytes = Buffer.from(wire)
        const read = createReplyReader(0)
        for (let length = 0; length < bytes.length; length += 1) {
          expect(read(bytes.subarray(0, length))).toBeUndefined()
        }
        expect(read(Buffer.from(wire + rest))).toEqual(reply(isError, value, bytes.length))
        const whole = createReplyReader(2)(Buffer.from(`::${wire}${rest}`))
        expect(whole).toEqual(reply(isError, value, bytes.length + 2))
      }),
      { numRuns: 50 },
    )
  })

  test('throws only a ServerError for arbitrary bytes', () => {
    const almost = fc.tuple(fc.constantFrom('+', '-', '$', '*', '$3\r\n', '*2\r\n'), fc.string())
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5000 }).map((any) => Buffer.from(any)),
      almost.map((parts) => Buffer.from(parts.join(''))),
    )
    fc.assert(
      fc.property(bytes, (any) => {
        const found = outcome(any)
        expect(typeof found === 'object' || found === 'waits' || found === ServerError).toBe(true)
        expect(isResp(any) || found === ServerError).toBe(true)
      }),
    )
  })

  test.each([
    ['a line without an end', `+${'A'.repeat(1023)}`],
    ['an invalid length', '$8193\r\n'],
    ['an invalid length', '$-2\r\n'],
    ['an invalid length', '$1e3\r\n'],
    ['an invalid length', '$\r\n'],
    ['an invalid length', '*100000\r\n'],
    ['an invalid length', '*-2\r\n'],
    ['a wrong length', '$1\r\nABC'],
    ['an error within a list', '*1\r\n-ERR\r\n'],
    ['lists within lists', '*1\r\n'.repeat(5)],
    ['another protocol', '*1\r\n%1\r\n'],
    ['another protocol', 'HTTP/1.1 400'],
    ['another protocol', '%1\r\n'],
  ])('is rejected as %s: %j', (what, bytes) => {
    expect(() => readReply(Buffer.from(bytes))).toThrow(
      new ServerError(`answered with ${what}`, 'invalid'),
    )
  })

  test('may be a line of 1021 bytes or a string of 8192 bytes', () => {
    expect(readReply(Buffer.from(`+${'A'.repeat(1021)}\r\n`))?.value).toHaveLength(1021)
    expect(readReply(Buffer.from(wireOf('A'.repeat(8192))))?.value).toHaveLength(8192)
  })

  test('may be a null list or an empty list', () => {
    expect(readReply(Buffer.from('*-1\r\n'))).toEqual(reply(false, null, 5))
    expect(readReply(Buffer.from('*0\r\n'))).toEqual(reply(false, [], 4))
  })
})
