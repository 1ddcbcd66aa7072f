import { publicFailure, type Reason } from './errors.ts'

const maxDepth = 6
const maxText = 500

// The properties in which clients keep the error that they wrapped: two of the language, two of sequelize, and one of
// typeorm.
const wrappers = ['cause', 'errors', 'original', 'parent', 'driverError'] as const

function property(value: unknown, key: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  } catch {
    return undefined
  }
}

function list(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? value.slice(0, maxDepth) : [value]
  } catch {
    return []
  }
}

/**
 * The values that an error keeps in the properties in which clients keep the error that they wrapped, and the first six
 * of a list. A value may be anything, for example `undefined`. Never throws.
 */
export function innerErrors(error: unknown): readonly unknown[] {
  // Prisma keeps the error of its driver adapter between other facts.
  const adapterError = property(property(error, 'meta'), 'driverAdapterError')
  return [...wrappers.map((key) => property(error, key)), adapterError].flatMap(list)
}

// Some clients set `cause` to a string.
function isLink(value: unknown): boolean {
  return (
    (typeof value === 'object' && value !== null) || (typeof value === 'string' && value !== '')
  )
}

/** An error, the first error that it wraps, and so on. Stops at a cycle. */
function chain(error: unknown): unknown[] {
  const found: unknown[] = [error]
  while (found.length < maxDepth) {
    const outer = found.at(-1)
    const inner = innerErrors(outer).find((value) => isLink(value) && !found.includes(value))
    if (inner === undefined) break
    found.push(inner)
  }
  return found
}

function systemReason(error: unknown): Reason | undefined {
  const code = property(error, 'code')
  if (property(error, 'name') === 'TimeoutError') return 'timeout'
  if (typeof code !== 'string') return undefined
  if (code === 'ECONNREFUSED') return 'refused'
  // A Unix socket without a listener does not exist. Other missing files, such as certificates, are not refused connections.
  if (code === 'ENOENT' && property(error, 'syscall') === 'connect') return 'refused'
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns'
  if (code.endsWith('TIMEDOUT') || code.endsWith('_TIMEOUT')) return 'timeout'
  return undefined
}

function decidedReason(error: unknown): Reason | undefined {
  try {
    return typeof error === 'object' && error !== null ? publicFailure(error)?.code : undefined
  } catch {
    return undefined
  }
}

/** The reason for an error: its `code` if it is a `CheckError`, else the reason for the system's error codes. */
export function reasonOf(error: unknown): Reason {
  const decided = decidedReason(error)
  if (decided !== undefined) return decided
  for (const link of chain(error)) {
    const reason = systemReason(link)
    if (reason !== undefined) return reason
  }
  return 'error'
}

// Turns only primitives into a string. The `toString` of an object is foreign code, which may throw.
function describeLink(error: unknown): string {
  if (typeof error === 'function') return 'a function'
  if (typeof error !== 'object' || error === null) return String(error).slice(0, 4 * maxText)
  // The driver adapters of Prisma keep the code and the message of the server under names of their own.
  const message = firstText(error, ['message', 'originalMessage'])
  const code = firstText(error, ['code', 'originalCode'])
  // The codes of systems and servers. Reasons, in small letters, are in the line already.
  const isNews = /^[A-Z0-9_]+$/.test(code) && !message.includes(code)
  const text = [isNews ? code : '', message].filter(Boolean).join(' ')
  return text || firstText(error, ['name', 'kind']) || 'unknown error'
}

/** The first of the properties that is a text and not empty, without what is too long for a line. */
function firstText(error: object, keys: readonly string[]): string {
  const texts = keys.map((key) => property(error, key))
  const text = texts.filter((value) => typeof value === 'string').find(Boolean)
  return (text ?? '').slice(0, 4 * maxText)
}

/**
 * Codes and messages of an error and those it wraps, on one line of at most 500 characters, for the log, but for
 * what was said already. Never the object itself: clients keep whole connection strings in properties of their errors.
 */
export function describeCause(error: unknown, said?: string): string {
  const texts = new Set(
    chain(error)
      .map(describeLink)
      .filter((text) => text !== said),
  )
  return oneLine([...texts].join('; '), maxText)
}

/**
 * Without line breaks and other control characters, and cut to a length. Foreign text may be megabytes long, so it is cut
 * first: to four times the length, for the control characters that are about to go.
 */
export function oneLine(text: string, length: number): string {
  const head = text.slice(0, 4 * length)
  const flat = head.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const isWhole = flat.length <= length && head.length === text.length
  return isWhole ? flat : `${flat.slice(0, length - 1)}…`
}
