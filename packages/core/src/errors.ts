const reasons = [
  'timeout',
  'hung',
  'refused',
  'dns',
  'auth',
  'invalid',
  'saturated',
  'draining',
  'error',
] as const

/** The public reason of a failure. */
export type Reason = (typeof reasons)[number]

function isReason(value: unknown): value is Reason {
  return reasons.some((reason) => reason === value)
}

export interface CheckErrorOptions {
  /** Default `error`. */
  readonly code?: Reason
  /** The private cause. Goes to `onTransition` and the log, never to a response. */
  readonly cause?: unknown
}

/** A failure with a public message. Anyone who can reach the port can read it. */
export class CheckError extends Error {
  readonly code: Reason

  /** @throws TypeError if the message is empty or the code is not a `Reason` */
  constructor(message: string, options: CheckErrorOptions = {}) {
    const { code = 'error', ...rest } = options
    if (typeof message !== 'string' || message.trim() === '') {
      throw new TypeError('the message of a CheckError must be a non-empty string')
    }
    if (!isReason(code)) {
      throw new TypeError(`the code of a CheckError must be a Reason, got ${String(code)}`)
    }
    super(message, rest)
    this.code = code
  }
}

/** The dependency works but needs attention. The checker warns, and the probe succeeds. */
export class CheckWarning extends CheckError {}

// The mark is on the prototypes, under a symbol of the whole process. A process may contain two
// copies of this package, where `instanceof` fails. A property of the error itself would be copied
// to foreign errors, whose messages are private.
const mark = Symbol.for('@readyz/core/severity')
for (const [type, name, severity] of [
  // Not `type.name`, because minified bundles rename classes.
  [CheckError, 'CheckError', 'fail'],
  [CheckWarning, 'CheckWarning', 'warn'],
] as const) {
  Object.defineProperties(type.prototype, {
    name: { value: name, configurable: true, writable: true },
    [mark]: { value: severity },
  })
}

export interface PublicFailure {
  readonly severity: 'warn' | 'fail'
  readonly code: Reason
  readonly message: string
}

/**
 * Returns the public part of an error, or `undefined` for an error that is not public. Throws if a
 * getter of the error throws.
 */
export function publicFailure(error: object): PublicFailure | undefined {
  const severity: unknown = Reflect.get(error, mark)
  if (severity !== 'warn' && severity !== 'fail') return undefined
  const { code, message }: { code?: unknown; message?: unknown } = error
  if (typeof message !== 'string') return undefined
  return { severity, code: isReason(code) ? code : 'error', message }
}
