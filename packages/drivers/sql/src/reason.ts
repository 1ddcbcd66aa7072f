import { type Reason, reasonOf } from '@readyz/core'

// pg has the SQLSTATE as `code`, mysql2 as `sqlState`; class 28 is an invalid authorization.
const unauthorized = /^28[0-9A-Z]{3}$/

// MySQL and MariaDB reject these logins with other classes: no right to the database, a host that may not connect, an
// expired password (1820 for a statement, 1862 for the login), a locked or blocked account, TLS required.
const unauthorizedNumbers: readonly unknown[] = [
  1044, 1045, 1130, 1698, 1820, 1862, 3118, 3159, 3955, 4151,
]

// Failures that a client finds by itself have no code.
const sayings: readonly (readonly [RegExp, Reason])[] = [
  [/^SASL|password must be a string|^Unknown authenticationOk message/i, 'auth'],
  [/timed? ?out/i, 'timeout'],
]

/** What a driver adapter of Prisma says of an error whose code it drops. */
const kinds: Readonly<Record<string, Reason>> = {
  AuthenticationFailed: 'auth',
  DatabaseAccessDenied: 'auth',
  DatabaseNotReachable: 'refused',
  SocketTimeout: 'timeout',
}

const maxDepth = 6

/** The mark of the errors that were written for the public, whichever copy of core has made them. */
const publicMark = Symbol.for('@readyz/core/severity')

/**
 * The reason of what only SQL clients say, also below the error that a query builder wrapped around it; what the
 * operating system says core knows. `undefined` leaves the error as it is.
 */
export function sqlReason(error: unknown, depth = 0): Reason | undefined {
  if (typeof error !== 'object' || error === null || depth === maxDepth) return undefined
  if (Reflect.get(error, publicMark) !== undefined) return undefined // Somebody has decided already.
  const reason = ownReason(error as Record<string, unknown>)
  if (reason !== undefined) return reason
  for (const inner of innerErrors(error as Record<string, unknown>)) {
    const found = sqlReason(inner, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function ownReason(error: Record<string, unknown>): Reason | undefined {
  const { code, errno, sqlState, originalCode, kind, message } = error
  if ([code, sqlState, originalCode].some((each) => matches(unauthorized, each))) return 'auth'
  if (unauthorizedNumbers.includes(errno)) return 'auth'
  if (typeof kind === 'string' && Object.hasOwn(kinds, kind))
    return systemReason(error) ?? kinds[kind]
  return code === undefined
    ? sayings.find(([pattern]) => matches(pattern, message))?.[1]
    : undefined
}

function systemReason({ originalCode }: Record<string, unknown>): Reason | undefined {
  const reason = reasonOf({ code: originalCode })
  return reason === 'error' ? undefined : reason
}

function innerErrors(error: Record<string, unknown>): readonly unknown[] {
  const { cause, errors, original, parent, driverError, meta } = error
  // Prisma keeps the error of a driver adapter beside other facts.
  const { driverAdapterError } = Object(meta)
  return [cause, errors, original, parent, driverError, driverAdapterError].flat()
}

function matches(pattern: RegExp, text: unknown): boolean {
  return typeof text === 'string' && pattern.test(text)
}
