import { AssertionError } from 'node:assert/strict'
import { inspect, isDeepStrictEqual } from 'node:util'
import type { ProbeResponse } from '@readyz/core'
import type { ReceivedResponse } from './http-message.ts'

/**
 * @throws AssertionError with both values if they differ. Of two objects the message contains only
 * the properties that differ.
 */
export function expectEqual(subject: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return
  const message = `${subject}: expected ${show(expected, actual)}, got ${show(actual, expected)}`
  throw new AssertionError({ message, actual, expected })
}

function show(value: unknown, other: unknown): string {
  if (!isRecord(value) || !isRecord(other)) return inspect(value)
  const different = Object.entries(value).filter(
    ([key, each]) => !isDeepStrictEqual(each, other[key]),
  )
  return inspect(Object.fromEntries(different), { breakLength: Number.POSITIVE_INFINITY })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// These headers must be those of core. A server may add others, as Express does.
const comparedHeaders = [
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

/** Asserts that the received response is the response of core. */
export function expectProbeResponse(
  subject: string,
  received: ReceivedResponse,
  expected: ProbeResponse | undefined,
): void {
  const { status, headers = {}, body } = expected ?? {}
  const expectedHeaders = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ])
  const actualHeaders = Object.entries(received.headers).filter(([name]) =>
    comparedHeaders.includes(name),
  )
  expectEqual(
    subject,
    { status: received.status, ...Object.fromEntries(actualHeaders), body: received.body },
    { status, ...Object.fromEntries(expectedHeaders), body },
  )
}

/** Asserts that the received response is a plain text response of core. */
export function expectText(
  subject: string,
  received: ReceivedResponse,
  status: number,
  body: string,
): void {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }
  expectProbeResponse(subject, received, { status, headers, body })
}

/** Asserts that two responses are equal except for the header Date. */
export function expectSameResponse(
  subject: string,
  received: ReceivedResponse,
  expected: ReceivedResponse,
): void {
  const comparable = ({ status, headers, body }: ReceivedResponse) => {
    const compared = Object.entries(headers).filter(([name]) => name !== 'date')
    return { status, ...Object.fromEntries(compared), body }
  }
  expectEqual(subject, comparable(received), comparable(expected))
}
