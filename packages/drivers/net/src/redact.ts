import { types } from 'node:util'

// A shorter password occurs in too many words.
const minLength = 3

/** The number of characters of a text that are read. The log contains far fewer. */
const maxText = 65_536

const masks = ['***', '###', '???', '…'] as const

/**
 * Replaces the passwords in a text that a server may have written. Values that are not strings are
 * ignored.
 */
export function redact(text: string, passwords: readonly unknown[]): string {
  const hidden = passwords
    .filter((each) => typeof each === 'string')
    .filter(({ length }) => length >= minLength)
    .toSorted((one, other) => other.length - one.length)
  const head = text.slice(0, maxText)
  if (!hidden.some((each) => head.includes(each))) return text
  // A mask without a character of a password, so that the replacement cannot form a password.
  const mask = masks.find(([character = '']) => !hidden.some((each) => each.includes(character)))
  if (mask === undefined) return 'a text that contains the password'
  return hidden.reduce((shown, each) => shown.replaceAll(each, mask), head)
}

/**
 * Runs the work of a check. If it fails, no text in its error or in the errors that it wraps
 * contains one of the passwords, which are read at that time. The original error is not changed,
 * because it may belong to the application.
 */
export async function redactErrors<T>(
  passwords: () => readonly unknown[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const hidden = passwords()
    throw redactValue(error, (text) => redact(text, hidden), maxDepth)
  }
}

const maxDepth = 6

// `instanceof` misses the errors of another realm, such as those of Node itself under Jest;
// `isNativeError` misses copies.
const isError = (value: unknown): value is Error =>
  value instanceof Error || types.isNativeError(value)

function redactValue(value: unknown, hide: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return hide(value)
  if (depth === 0) return value
  if (Array.isArray(value)) {
    const items = value.map((each) => redactValue(each, hide, depth - 1))
    return items.some((each, index) => each !== value[index]) ? items : value
  }
  if (!isError(value)) return value
  return redactError(value, (each) => redactValue(each, hide, depth - 1))
}

/**
 * Returns the error, or a copy of it without the passwords if it contains any. The copy keeps the
 * prototype, which identifies the class of the error.
 */
function redactError(error: Error, redactPart: (value: unknown) => unknown): Error {
  const own = Object.getOwnPropertyDescriptors(error)
  const changes: PropertyDescriptorMap = {}
  for (const key of new Set([...Object.keys(own), ...textProperties])) {
    const value: unknown = Reflect.get(error, key)
    const shown = redactPart(value)
    if (shown === value && !textProperties.includes(key)) continue
    const { enumerable = false } = own[key] ?? {}
    changes[key] = { value: shown, enumerable, configurable: true, writable: true }
  }
  const isChanged = Object.entries(changes).some(
    ([key, { value }]) => value !== Reflect.get(error, key),
  )
  return isChanged ? Object.create(Object.getPrototypeOf(error), { ...own, ...changes }) : error
}

// Some errors compute these properties with getters, which do not work on a copy.
const textProperties = ['name', 'message', 'stack']
