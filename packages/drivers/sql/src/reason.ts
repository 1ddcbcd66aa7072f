import type { Reason } from '@readyz/core'

// pg has the SQLSTATE as `code`, mysql2 as `sqlState`; class 28 is an invalid authorization.
const unauthorized = /^28[0-9A-Z]{3}$/

// Failures that a client finds by itself have no code.
const sayings: readonly (readonly [RegExp, Reason])[] = [
  [/^SASL|password must be a string|^Unknown authenticationOk message/i, 'auth'],
  [/timed? ?out/i, 'timeout'],
]

const maxDepth = 4

/**
 * The reason of what only SQL clients say, also below the error that a query builder wrapped around it; what the
 * operating system says core knows. `undefined` leaves the error as it is.
 */
export function sqlReason(error: unknown, depth = 0): Reason | undefined {
  if (typeof error !== 'object' || error === null || depth === maxDepth) return undefined
  const { name, code, sqlState, message } = error as Record<string, unknown>
  const { cause, errors, original, parent } = error as Record<string, unknown>
  if (name === 'CheckError' || name === 'CheckWarning') return undefined // Somebody has decided already.
  if (matches(unauthorized, code) || matches(unauthorized, sqlState)) return 'auth'
  const saying = code === undefined && sayings.find(([pattern]) => matches(pattern, message))
  if (saying) return saying[1]
  for (const inner of [cause, errors, original, parent].flat()) {
    const reason = sqlReason(inner, depth + 1)
    if (reason !== undefined) return reason
  }
  return undefined
}

function matches(pattern: RegExp, text: unknown): boolean {
  return typeof text === 'string' && pattern.test(text)
}
