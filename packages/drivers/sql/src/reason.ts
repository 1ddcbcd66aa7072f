import { innerErrors, type Reason, reasonOf } from '@readyz/core'

// pg has the SQLSTATE as `code`, mysql2 as `sqlState`; class 28 is an invalid authorization.
const unauthorized = /^28[0-9A-Z]{3}$/

// MySQL and MariaDB reject these logins with other classes: no permission for the database, a host
// that is not allowed, an expired password (1820 for a statement, 1862 for the login), a locked or
// blocked account, TLS required.
const unauthorizedNumbers: readonly unknown[] = [
  1044, 1045, 1130, 1698, 1820, 1862, 3118, 3159, 3955, 4151,
]

// Errors that the client itself creates have no code.
const messagePatterns: readonly (readonly [RegExp, Reason])[] = [
  [/^SASL|password must be a string|^Unknown authenticationOk message/i, 'auth'],
  [/timed? ?out/i, 'timeout'],
]

/** The reasons for the `kind` of an error of a Prisma driver adapter, which omits the code. */
const prismaKinds: Readonly<Record<string, Reason>> = {
  AuthenticationFailed: 'auth',
  DatabaseAccessDenied: 'auth',
  DatabaseNotReachable: 'refused',
  SocketTimeout: 'timeout',
}

const maxErrors = 32

/** The mark of an error with a public message, also if another copy of core created it. */
const publicMark = Symbol.for('@readyz/core/severity')

/**
 * The reason for an error of an SQL client, also if a query builder has wrapped it. Returns
 * `undefined` for an error that already has a reason, and for an error that only core classifies,
 * such as one of the operating system.
 */
export function sqlReason(error: unknown): Reason | undefined {
  const errors = new Set([error])
  // Includes the errors that are added during the loop.
  for (const each of errors) {
    if (typeof each !== 'object' || each === null) continue
    if (Reflect.get(each, publicMark) !== undefined) continue // It already has a reason.
    const reason = reasonOfOne(each as Record<string, unknown>)
    if (reason !== undefined) return reason
    if (errors.size < maxErrors) for (const inner of innerErrors(each)) errors.add(inner)
  }
  return undefined
}

function reasonOfOne(error: Record<string, unknown>): Reason | undefined {
  const { code, errno, sqlState, originalCode, kind, message } = error
  if ([code, sqlState, originalCode].some((each) => matches(unauthorized, each))) return 'auth'
  if (unauthorizedNumbers.includes(errno)) return 'auth'
  if (typeof kind === 'string' && Object.hasOwn(prismaKinds, kind))
    return systemReason(error) ?? prismaKinds[kind]
  return code === undefined
    ? messagePatterns.find(([pattern]) => matches(pattern, message))?.[1]
    : undefined
}

function systemReason({ originalCode }: Record<string, unknown>): Reason | undefined {
  const reason = reasonOf({ code: originalCode })
  return reason === 'error' ? undefined : reason
}

function matches(pattern: RegExp, text: unknown): boolean {
  return typeof text === 'string' && pattern.test(text)
}
