import { AssertionError } from 'node:assert/strict'
import { inspect, isDeepStrictEqual } from 'node:util'
import type { ProbeResponse } from '@readyz/core'
import type { Answer } from './message.ts'

/** @throws AssertionError that says what was expected and what was seen; of two objects only where they differ */
export function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (isDeepStrictEqual(seen, expected)) return
  const message = `${what}: expected ${show(expected, seen)}, saw ${show(seen, expected)}`
  throw new AssertionError({ message, actual: seen, expected })
}

function show(value: unknown, other: unknown): string {
  if (!isRecord(value) || !isRecord(other)) return inspect(value)
  const own = Object.entries(value).filter(([key, each]) => !isDeepStrictEqual(each, other[key]))
  return inspect(Object.fromEntries(own), { breakLength: Number.POSITIVE_INFINITY })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Headers of which an answer has only those that core put there. A server may add others, as Express does.
const decisive = [
  'content-type',
  'content-length',
  'cache-control',
  'x-content-type-options',
  'vary',
  'transfer-encoding',
  'content-encoding',
  'location',
  'etag',
  'set-cookie',
]

/** What an answer of core is on the wire. */
export function expectProbe(
  what: string,
  answer: Answer,
  response: ProbeResponse | undefined,
): void {
  const { status, headers = {}, body } = response ?? {}
  const expected = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const seen = Object.entries(answer.headers).filter(([name]) => decisive.includes(name))
  expectEqual(
    what,
    { status: answer.status, ...Object.fromEntries(seen), body: answer.body },
    { status, ...Object.fromEntries(expected), body },
  )
}

/** A short plain answer of core. */
export function expectText(what: string, answer: Answer, status: number, body: string): void {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
  expectProbe(what, answer, { status, headers, body })
}

/** An answer that is to be as another was, but for the time. */
export function expectSame(what: string, answer: Answer, other: Answer): void {
  const comparable = ({ status, headers, body }: Answer) => {
    const lasting = Object.entries(headers).filter(([name]) => name !== 'date')
    return { status, ...Object.fromEntries(lasting), body }
  }
  expectEqual(what, comparable(answer), comparable(other))
}
