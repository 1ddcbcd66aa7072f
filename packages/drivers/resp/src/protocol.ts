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
  /** One, or those of a list. */
  readonly words: readonly string[]
  /** What came behind it. */
  readonly rest: Buffer
}

const maxLine = 1024
const maxBulk = 8192
const end = '\r\n'

const kinds = '+-$*'

/** Whether that can be the beginning of a reply. */
export function isResp(received: Buffer): boolean {
  return received.length === 0 || kinds.includes(kindOf(received))
}

const kindOf = (received: Buffer) => received.toString('latin1', 0, 1)

/**
 * The first reply in what was received, or `undefined` while it is not complete.
 *
 * @param allowed the kinds that it may be of
 * @throws ServerError as soon as the bytes cannot become one
 */
export function readReply(received: Buffer, allowed: string = kinds): Reply | undefined {
  if (received.length === 0) return undefined
  const kind = kindOf(received)
  if (!allowed.includes(kind)) throw invalid('another protocol')
  const length = received.subarray(0, maxLine).indexOf(end)
  if (length < 0 && received.length >= maxLine) throw invalid('a line without an end')
  if (length < 0) return undefined
  const text = received.toString('utf8', 1, length)
  const rest = received.subarray(length + end.length)
  if (kind === '$') return readBulk(text, rest)
  if (kind === '*') return readList(text, rest)
  return { isError: kind === '-', words: [text], rest }
}

function readBulk(length: string, received: Buffer): Reply | undefined {
  const isPossible = /^\d{1,4}$/.test(length) && Number(length) <= maxBulk
  if (!isPossible) throw invalid('an impossible length')
  const size = Number(length)
  if (received.length < size + end.length) return undefined
  if (received.toString('latin1', size, size + end.length) !== end) throw invalid('a wrong length')
  return {
    isError: false,
    words: [received.toString('utf8', 0, size)],
    rest: received.subarray(size + end.length),
  }
}

// One that is not there has a length of -1.
function readList(length: string, received: Buffer): Reply | undefined {
  if (!/^(\d|-1)$/.test(length)) throw invalid('an impossible length')
  const words: string[] = []
  let rest = received
  while (words.length < Number(length)) {
    const item = readReply(rest, '$')
    if (item === undefined) return undefined
    words.push(...item.words)
    rest = item.rest
  }
  return { isError: false, words, rest }
}

export function invalid(what: string): ServerError {
  return new ServerError(`answered with ${what}`, 'invalid')
}
