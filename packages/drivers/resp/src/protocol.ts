import { ServerError } from '@readyz/net'

// RESP 2, the protocol of Redis, as far as a check speaks it.

/** A command with its arguments. */
export type Command = readonly string[]

export function encode(commands: readonly Command[]): string {
  return commands.map((words) => `*${words.length}\r\n${words.map(encodeWord).join('')}`).join('')
}

function encodeWord(word: string): string {
  return `$${Buffer.byteLength(word)}\r\n${word}\r\n`
}

export interface Reply {
  readonly isError: boolean
  readonly text: string
  /** What came behind it. */
  readonly rest: Buffer
}

const maxLine = 1024
const maxBulk = 8192
const end = '\r\n'

/**
 * The first reply in what was received, or `undefined` while it is not complete.
 *
 * @throws ServerError as soon as the bytes cannot become one
 */
export function readReply(received: Buffer): Reply | undefined {
  if (received.length === 0) return undefined
  const kind = String.fromCharCode(received[0] ?? 0)
  if (!'+-:$'.includes(kind)) throw invalid('another protocol')
  const length = received.subarray(0, maxLine).indexOf(end)
  if (length < 0 && received.length >= maxLine) throw invalid('a line without an end')
  if (length < 0) return undefined
  const text = received.toString('utf8', 1, length)
  const rest = received.subarray(length + end.length)
  return kind === '$' ? readBulk(text, rest) : { isError: kind === '-', text, rest }
}

function readBulk(length: string, received: Buffer): Reply | undefined {
  const isPossible = /^\d{1,4}$/.test(length) && Number(length) <= maxBulk
  if (!isPossible) throw invalid('an impossible length')
  const size = Number(length)
  if (received.length < size + end.length) return undefined
  if (received.toString('latin1', size, size + end.length) !== end) throw invalid('a wrong length')
  return {
    isError: false,
    text: received.toString('utf8', 0, size),
    rest: received.subarray(size + end.length),
  }
}

export function invalid(what: string): ServerError {
  return new ServerError(`answered with ${what}`, 'invalid')
}
