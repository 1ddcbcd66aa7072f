import { ServerError } from '@readyz/net'

// The part of RESP 2, the protocol of Redis, that a check uses.

/** A command with its arguments. */
export type Command = readonly string[]

export function encode(commands: readonly Command[]): string {
  return commands.map((words) => `*${words.length}\r\n${words.map(encodeWord).join('')}`).join('')
}

function encodeWord(word: string): string {
  return `$${Buffer.byteLength(word)}\r\n${word}\r\n`
}

/** A string or number, a list, or null. */
export type Value = string | null | readonly Value[]

export interface Reply {
  readonly isError: boolean
  readonly value: Value
  /** Where the next reply begins. */
  readonly end: number
}

const maxLine = 1024
const maxBulk = 8192
// CLUSTER SLOTS returns a list of ranges, which contain nodes, which contain a list of metadata.
const maxDepth = 4
const lineEnd = '\r\n'

const kinds = '+-:$*'

/** Whether the bytes can be the beginning of a reply. */
export function isResp(received: Buffer): boolean {
  return received.length === 0 || kinds.includes(received.toString('latin1', 0, 1))
}

interface OpenList {
  readonly items: Value[]
  readonly length: number
}

/**
 * Returns a function that reads the reply at the offset `start` of all received bytes, and returns
 * `undefined` while the reply is incomplete. Bytes are parsed only once, so a long list may arrive
 * in small pieces.
 *
 * The function throws a `ServerError` as soon as the bytes cannot become a reply.
 */
export function createReplyReader(start: number): (received: Buffer) => Reply | undefined {
  const open: OpenList[] = []
  let position = start

  return (received) => {
    for (;;) {
      const token = readToken(received, position)
      if (token === undefined) return undefined
      const { isError = false, length, value } = token
      if (isError && open.length > 0) throw invalid('an error within a list')
      position = token.end
      if (length === 0 || length === undefined) {
        const whole = close(open, length === 0 ? [] : value)
        if (whole !== undefined) return { isError, value: whole, end: position }
      } else if (open.length === maxDepth) {
        throw invalid('lists within lists')
      } else {
        open.push({ items: [], length })
      }
    }
  }
}

/**
 * Adds a value to the innermost list, and each complete list to its parent. Returns the outermost
 * list when it is complete.
 */
function close(open: OpenList[], value: Value): Value | undefined {
  let whole = value
  for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
    list.items.push(whole)
    if (list.items.length < list.length) return undefined
    whole = list.items
    open.pop()
  }
  return whole
}

interface Token {
  readonly isError?: boolean
  /** The length of a list, whose items follow. */
  readonly length?: number
  readonly value: Value
  readonly end: number
}

function readToken(received: Buffer, start: number): Token | undefined {
  if (received.length === start) return undefined
  const kind = received.toString('latin1', start, start + 1)
  if (!kinds.includes(kind)) throw invalid('another protocol')
  const length = received.subarray(start, start + maxLine).indexOf(lineEnd)
  if (length < 0 && received.length - start >= maxLine) throw invalid('a line without an end')
  if (length < 0) return undefined
  const text = received.toString('utf8', start + 1, start + length)
  const end = start + length + lineEnd.length
  if (kind === '$') return readBulk(text, received, end)
  if (kind === '*') return readList(text, end)
  return { isError: kind === '-', value: text, end }
}

// Null is a string or list of length -1.
const nullLength = '-1'

function readBulk(length: string, received: Buffer, start: number): Token | undefined {
  if (length === nullLength) return { value: null, end: start }
  const isValid = /^\d{1,4}$/.test(length) && Number(length) <= maxBulk
  if (!isValid) throw invalid('an invalid length')
  const textEnd = start + Number(length)
  const end = textEnd + lineEnd.length
  if (received.length < end) return undefined
  if (received.toString('latin1', textEnd, end) !== lineEnd) throw invalid('a wrong length')
  return { value: received.toString('utf8', start, textEnd), end }
}

function readList(length: string, end: number): Token {
  if (length === nullLength) return { value: null, end }
  if (!/^\d{1,5}$/.test(length)) throw invalid('an invalid length')
  return { length: Number(length), value: null, end }
}

export function invalid(what: string): ServerError {
  return new ServerError(`answered with ${what}`, 'invalid')
}
