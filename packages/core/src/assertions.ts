// Assertions for options. Each throws a TypeError that names the bad value and what was expected.

// A timer with a longer delay fires at once in every runtime.
const maxTimer = 2 ** 31 - 1

export function assertUnique(what: string, values: readonly string[]): void {
  const seen = new Set<string>()
  for (const value of values) {
    if (seen.has(value)) throw new TypeError(`${what} must be unique, got ${show(value)} twice`)
    seen.add(value)
  }
}

/** Requires a text on one line, because the body has one line for each checker. */
export function assertLine(what: string, value: unknown): void {
  if (typeof value !== 'string' || value.trim() === '' || /[\p{Cc}\u2028\u2029]/u.test(value)) {
    throw wrong(what, 'a non-empty string on one line', value)
  }
}

/** Requires printable ASCII. The kubelet sends a path that begins with two slashes as `/`. */
export function assertPath(what: string, value: unknown): void {
  if (typeof value !== 'string' || !/^\/(?!\/)[!-~]*$/.test(value) || /[?#]/.test(value)) {
    throw wrong(what, 'a path as a client sends it, such as "/healthz", with no query', value)
  }
}

/**
 * Requires a `timeoutSeconds` of a probe. A number above 300 was probably meant in milliseconds.
 */
export function assertSeconds(what: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0.001 && value <= 300)) {
    throw wrong(what, 'a number of seconds from 0.001 to 300', value)
  }
}

/** Requires a time limit. Timers have a resolution of one millisecond. */
export function assertMilliseconds(what: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 1 && value <= maxTimer)) {
    throw wrong(what, `a number of milliseconds from 1 to ${maxTimer}`, value)
  }
}

export function assertAge(what: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value)) {
    throw wrong(what, 'a finite number of milliseconds, 0 or more', value)
  }
}

export function assertFailureStatus(what: string, value: unknown): void {
  if (!Number.isInteger(value) || Number(value) < 400 || Number(value) > 599) {
    throw wrong(what, 'an integer from 400 to 599', value)
  }
}

export function assertType(what: string, value: unknown, type: 'boolean' | 'function'): void {
  if (typeof value !== type) throw wrong(what, `a ${type}`, value)
}

export function assertLogger(what: string, value: unknown): void {
  for (const level of ['error', 'warn', 'info']) {
    if (typeof Object(value)[level] !== 'function') {
      throw wrong(what, 'a logger: { error, warn, info }', value)
    }
  }
}

export function assertArray(what: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrong(what, 'an array', value)
}

export function assertChecker(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    if (typeof Reflect.get(value, 'check') === 'function') return
  }
  throw wrong(what, 'a checker: { name, check }', value)
}

export function assertOptions(of: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`the options of ${of}`, 'an object', value)
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new TypeError(`unknown option ${show(unknown)} of ${of}; there are ${known.join(', ')}`)
}

function wrong(what: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${what} must be ${expected}, got ${show(value)}`)
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
