import { quote, ServerError } from '@readyz/net'

// The binary protocol of memcached, as far as a check speaks it. All numbers are big-endian.

/** What a server is asked. */
export interface Request {
  readonly opcode: number
  /** Comes back in the answer. */
  readonly opaque: number
  readonly key?: string
  readonly value?: string
}

/** Does nothing, and needs a login where one is needed. */
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
 * The status in the answer to a request, or `undefined` while it is not complete.
 *
 * @throws ServerError as soon as the bytes cannot become an answer to it, or are more than that
 */
export function readStatus(
  bytes: Buffer,
  request: Request,
  passwords: readonly unknown[] = [],
): number | undefined {
  const { opcode, opaque, value } = request
  if (bytes.length > 0 && bytes[0] !== magic.response) {
    // What a server says that was just told a password may repeat it.
    const said = value === undefined ? quote(bytes, passwords) : ''
    throw invalid(`another protocol${said && `: ${said}`}`)
  }
  if (bytes.length < headerLength) return undefined
  if (bytes[1] !== opcode || bytes.readUInt32BE(12) !== opaque) throw invalid('another request')
  const length = bytes.readUInt32BE(8)
  const isPossible = bytes.readUInt16BE(2) + bytes.readUInt8(4) <= length && length <= maxBody
  if (!isPossible) throw invalid('an impossible length')
  if (bytes.length > headerLength + length) throw invalid('more than one answer')
  return bytes.length < headerLength + length ? undefined : bytes.readUInt16BE(6)
}

function invalid(what: string): ServerError {
  return new ServerError(`answered with ${what}`, 'invalid')
}
