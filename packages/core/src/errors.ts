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

/** Why a check failed, in one public word. */
export type Reason = (typeof reasons)[number]

function isReason(value: unknown): value is Reason {
  return reasons.some((reason) => reason === value)
}

export interface CheckErrorOptions {
  /** Default `error`. */
  readonly code?: Reason
  /** What really happened. Goes to `onTransition` and the log, never to a body. */
  readonly cause?: unknown
}

/** A failure whose message was written for the public: it is shown to anyone who can reach the port. */
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

/** The dependency works, but should be looked at: the checker warns, the probe succeeds. */
export class CheckWarning extends CheckError {}

// The mark sits on the prototypes under a symbol of the whole process: an application may hold two
// copies of this package, where `instanceof` fails; and no property that a foreign error happens to
// have, or that was copied from one of ours, makes its message public.
const mark = Symbol.for('@readyz/core/severity')
for (const [type, name, severity] of [
  // The name in words, because minified bundles rename classes.
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

/** What an error says to the public, or `undefined` where it was not written for it. May throw: so may getters. */
export function publicFailure(error: object): PublicFailure | undefined {
  const severity: unknown = Reflect.get(error, mark)
  if (severity !== 'warn' && severity !== 'fail') return undefined
  const { code, message }: { code?: unknown; message?: unknown } = error
  if (typeof message !== 'string') return undefined
  return { severity, code: isReason(code) ? code : 'error', message }
}
