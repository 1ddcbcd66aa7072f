import { quote, ServerError } from '@readyz/net'

// The part of memcached's binary protocol that a check uses. All numbers are big-endian.

/** A request to a server. */
export interface Request {
  readonly opcode: number
  /** The response repeats it. */
  readonly opaque: number
  readonly key?: string
  readonly value?: string
}

/** Does nothing. A server with authentication rejects it without a login. */
export const noop: Request = { opcode: 0x0a, opaque: 1 }

export function login(username: string, password: string): Request {
  return { opcode: 0x21, opaque: 2, key: 'PLAIN', value: `\0${username}\0${password}` }
}

export const status = { ok: 0x00, unauthorized: 0x20 } as const

const headerLength = 24
const maxBody = 4096
const magic = { request: 0x80, response: 0x81 } as const

export function encode({ opcode, opaque, key = '', value = '' }: Request): Buffer {
  const header = Buffer.alloc(headerLength)
  header.writeUInt8(magic.request, 0)
  header.writeUInt8(opcode, 1)
  header.writeUInt16BE(Buffer.byteLength(key), 2)
  header.writeUInt32BE(Buffer.byteLength(key + value), 8)
  header.writeUInt32BE(opaque, 12)
  return Buffer.concat([header, Buffer.from(key + value)])
}

/**
 * Returns the status in the response to a request, or `undefined` while the response is incomplete.
 *
 * @throws ServerError as soon as the bytes cannot become a response to the request, and if they are
 *   more than one response
 */
export function readStatus(
  bytes: Buffer,
  request: Request,
  passwords: readonly unknown[] = [],
): number | undefined {
  const { opcode, opaque, value } = request
  if (bytes.length > 0 && bytes[0] !== magic.response) {
    // A server may repeat the password that it has just received.
    const quoted = value === undefined ? quote(bytes, passwords) : ''
    throw invalid(`another protocol${quoted && `: ${quoted}`}`)
  }
  if (bytes.length < headerLength) return undefined
  if (bytes[1] !== opcode || bytes.readUInt32BE(12) !== opaque)
    throw invalid('a response to another request')
  const length = bytes.readUInt32BE(8)
  const isValid = bytes.readUInt16BE(2) + bytes.readUInt8(4) <= length && length <= maxBody
  if (!isValid) throw invalid('an invalid length')
  if (bytes.length > headerLength + length) throw invalid('more than one response')
  return bytes.length < headerLength + length ? undefined : bytes.readUInt16BE(6)
}

function invalid(what: string): ServerError {
  return new ServerError(`answered with ${what}`, 'invalid')
}
