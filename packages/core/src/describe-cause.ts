import { chain, property } from './inner-errors.ts'
import { oneLine } from './truncate.ts'

const maxText = 500

// Turns only primitives into a string. The `toString` of an object is foreign code, which may
// throw.
function describeLink(error: unknown): string {
  if (typeof error === 'function') return 'a function'
  if (typeof error !== 'object' || error === null) return String(error).slice(0, 4 * maxText)
  // The driver adapters of Prisma keep the code and the message of the server in `original…`
  // properties.
  const message = firstText(error, ['message', 'originalMessage'])
  const code = firstText(error, ['code', 'originalCode'])
  // Codes of systems and servers are in capitals. A reason is in small letters and already in the
  // line.
  const isCode = /^[A-Z0-9_]+$/.test(code) && !message.includes(code)
  const text = [isCode ? code : '', message].filter(Boolean).join(' ')
  return text || firstText(error, ['name', 'kind']) || 'unknown error'
}

/** Returns the first property that is a non-empty text, truncated. */
function firstText(error: object, keys: readonly string[]): string {
  const texts = keys.map((key) => property(error, key))
  const text = texts.filter((value) => typeof value === 'string').find(Boolean)
  return (text ?? '').slice(0, 4 * maxText)
}

/**
 * Returns the codes and messages of an error and its wrapped errors for the log, on one line of at
 * most 500 characters. It omits `logged`, a message that the line already contains. It omits all
 * other properties, because they may contain connection strings.
 */
export function describeCause(error: unknown, logged?: string): string {
  const texts = new Set(
    chain(error)
      .map(describeLink)
      .filter((text) => text !== logged),
  )
  return oneLine([...texts].join('; '), maxText)
}
