import { ServerError } from '@readyz/net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encode, isResp, readReply } from '../src/protocol.ts'

function outcome(bytes: Buffer): unknown {
  try {
    return readReply(bytes) ?? 'waits'
  } catch (error) {
    return Object(error).constructor
  }
}

const reply = (isError: boolean, words: readonly string[], rest = '') => ({
  isError,
  words,
  rest: Buffer.from(rest),
})

test('a command is a list of its words, each with its length in bytes', () => {
  expect(encode([['AUTH', 'åpp', 's3cret-☃'], ['PING']])).toBe(
    '*3\r\n$4\r\nAUTH\r\n$4\r\nåpp\r\n$10\r\ns3cret-☃\r\n*1\r\n$4\r\nPING\r\n',
  )
})

const line = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .map((text) => text.replaceAll(/[\r\n]/g, '.'))
const bulk = fc.string({ unit: 'grapheme', maxLength: 500 })
const wireOf = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`

/** A reply as it is sent, and what it says. */
const sent = fc.oneof(
  fc.tuple(fc.constantFrom('+', '-'), line).map(([kind, text]) => ({
    wire: `${kind}${text}\r\n`,
    isError: kind === '-',
    words: [text],
  })),
  bulk.map((text) => ({ wire: wireOf(text), isError: false, words: [text] })),
  fc.array(bulk, { maxLength: 9 }).map((items) => ({
    wire: `*${items.length}\r\n${items.map(wireOf).join('')}`,
    isError: false,
    words: items,
  })),
)

describe('a reply', () => {
  test('is none before its last byte, and then it is, whatever comes behind it', () => {
    fc.assert(
      fc.property(sent, fc.string({ maxLength: 20 }), ({ wire, isError, words }, rest) => {
        const bytes = Buffer.from(wire)
        for (let length = 0; length < bytes.length; length += 1) {
          expect(readReply(bytes.subarray(0, length))).toBeUndefined()
        }
        expect(readReply(Buffer.from(wire + rest))).toEqual(reply(isError, words, rest))
      }),
      { numRuns: 50 },
    )
  })

  test('may be any bytes, and there is no error of another kind', () => {
    const almost = fc.tuple(fc.constantFrom('+', '-', '$', '*', '$3\r\n', '*2\r\n'), fc.string())
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5000 }).map((any) => Buffer.from(any)),
      almost.map((parts) => Buffer.from(parts.join(''))),
    )
    fc.assert(
      fc.property(bytes, (any) => {
        const seen = outcome(any)
        expect(typeof seen === 'object' || seen === 'waits' || seen === ServerError).toBe(true)
        expect(isResp(any) || seen === ServerError).toBe(true)
      }),
    )
  })

  test.each([
    ['a line without an end', `+${'A'.repeat(1023)}`],
    ['an impossible length', '$8193\r\n'],
    ['an impossible length', '$-1\r\n'],
    ['an impossible length', '$1e3\r\n'],
    ['an impossible length', '$\r\n'],
    ['an impossible length', '*10\r\n'],
    ['an impossible length', '*-2\r\n'],
    ['a wrong length', '$1\r\nABC'],
    ['another protocol', '*1\r\n*1\r\n$1\r\nA\r\n'],
    ['another protocol', '*1\r\n+OK\r\n'],
    ['another protocol', ':1\r\n'],
    ['another protocol', 'HTTP/1.1 400'],
    ['another protocol', '%1\r\n'],
  ])('is not %s: %j', (what, bytes) => {
    expect(() => readReply(Buffer.from(bytes))).toThrow(
      new ServerError(`answered with ${what}`, 'invalid'),
    )
  })

  test('is as long as that, at most', () => {
    expect(readReply(Buffer.from(`+${'A'.repeat(1021)}\r\n`))?.words[0]).toHaveLength(1021)
    expect(readReply(Buffer.from(wireOf('A'.repeat(8192))))?.words[0]).toHaveLength(8192)
  })

  test('of nothing is a list that is not there', () => {
    expect(readReply(Buffer.from('*-1\r\n'))).toEqual(reply(false, []))
    expect(readReply(Buffer.from('*0\r\n'))).toEqual(reply(false, []))
  })
})
