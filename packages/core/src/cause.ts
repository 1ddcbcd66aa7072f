import { publicFailure, type Reason } from './errors.ts'

const maxDepth = 6
const maxText = 500

// Properties in which clients keep a wrapped error. The first two are standard, `original` and
// `parent` are from sequelize, and `driverError` is from typeorm.
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
 * Returns the values of the properties in which an error may keep a wrapped error, at most six of a
 * list. A value may be of any type, for example `undefined`. Never throws.
 */
export function innerErrors(error: unknown): readonly unknown[] {
  // Prisma keeps the error of its driver adapter in `meta`, beside other properties.
  const adapterError = property(property(error, 'meta'), 'driverAdapterError')
  return [...wrappers.map((key) => property(error, key)), adapterError].flatMap(list)
}

// Some clients set `cause` to a string.
function isLink(value: unknown): boolean {
  return (
    (typeof value === 'object' && value !== null) || (typeof value === 'string' && value !== '')
  )
}

/** Returns an error, the first error that it wraps, and so on. Stops at a cycle. */
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
  // A Unix socket without a listener does not exist. Other missing files, such as certificates, are
  // not refused connections.
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

/**
 * Returns the `code` of a `CheckError`, and for any other error the reason for the system's error
 * codes.
 */
export function reasonOf(error: unknown): Reason {
  const decided = decidedReason(error)
  if (decided !== undefined) return decided
  for (const link of chain(error)) {
    const reason = systemReason(link)
    if (reason !== undefined) return reason
  }
  return 'error'
}

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

/**
 * Removes line breaks and other control characters, and truncates the text to a length. Foreign
 * text may be megabytes long, so it is first truncated to four times the length, which leaves room
 * for the control characters.
 */
export function oneLine(text: string, length: number): string {
  const head = text.slice(0, 4 * length)
  const flat = head.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  const isWhole = flat.length <= length && head.length === text.length
  return isWhole ? flat : `${flat.slice(0, length - 1)}…`
}
