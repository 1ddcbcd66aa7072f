import type { ByteReader } from './byte-reader.ts'
import { type Head, readFields } from './http1-head.ts'

/** Where a body ends: after its length in bytes, after the last chunk, or with the connection. */
export type Framing = number | 'chunked' | 'until-end'

/**
 * Returns the framing by the rules of the kubelet's HTTP client.
 *
 * @throws Error for headers that this client rejects
 */
export function framingOf({ version, status, fields }: Head): Framing {
  const encodings = version < 11 ? [] : (fields.get('transfer-encoding') ?? [])
  const isChunked = encodings.length > 0
  if (isChunked && !/^chunked$/i.test(encodings.join(', '))) {
    throw new Error(`unsupported Transfer-Encoding: "${encodings.join(', ')}"`)
  }
  const length = lengthOf(fields.get('content-length') ?? [])
  if (isChunked && hasForbiddenTrailer(fields.get('trailer') ?? [])) {
    throw new Error('the Trailer header names Transfer-Encoding, Trailer or Content-Length')
  }
  if (status < 200 || status === 204 || status === 304) return 0
  return isChunked ? 'chunked' : (length ?? 'until-end')
}

function lengthOf(values: readonly string[]): number | undefined {
  const [value] = values
  if (value === undefined) return undefined
  if (values.some((each) => each !== value)) {
    throw new Error(`several Content-Length headers: ${values.join(', ')}`)
  }
  if (!/^\d+$/.test(value) || BigInt(value) >= 2n ** 63n) {
    throw new Error(`invalid Content-Length: "${value}"`)
  }
  return Number(value)
}

function hasForbiddenTrailer(values: readonly string[]): boolean {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim())
  return names.some((name) => /^(transfer-encoding|trailer|content-length)$/i.test(name))
}

/** Reads a body, but at most `limit` bytes of content. Rejects if it is truncated before that. */
export async function readBody(reader: ByteReader, framing: Framing, limit: number): Promise<void> {
  if (framing === 'chunked') return readChunks(reader, limit)
  const most = framing === 'until-end' ? limit : Math.min(framing, limit)
  const size = await skip(reader, most)
  if (framing !== 'until-end' && size < most) throw truncated(size)
}

async function readChunks(reader: ByteReader, limit: number): Promise<void> {
  let size = 0
  let overhead = 0
  while (size < limit) {
    const line = await reader.readLine(maxChunkLine)
    const length = chunkLengthOf(line)
    if (length === 0) {
      await readFields(reader, maxTrailer)
      return
    }
    // Chunks of one byte are valid. A body with more framing than that is treated as an attack.
    overhead = Math.max(0, overhead + line.length - 16 - 2 * length)
    if (overhead > maxOverhead) throw new Error('the chunked body contains too much framing')
    const most = Math.min(length, limit - size)
    const received = await skip(reader, most)
    size += received
    if (received < most) throw truncated(size)
    if (most === length) await readChunkEnd(reader, size)
  }
}

const maxChunkLine = 4096
const maxOverhead = 16 * 1024
const maxTrailer = 4096

function chunkLengthOf(line: string): number {
  const [, digits] = /^([\da-f]{1,16})[\t ]*(?:;[^\r]*)?\r\n$/i.exec(line) ?? []
  if (digits === undefined) throw new Error('malformed chunk: invalid size line')
  return Number.parseInt(digits, 16)
}

async function readChunkEnd(reader: ByteReader, size: number): Promise<void> {
  const end = await reader.peek(2)
  if (end.length < 2) throw truncated(size)
  if (end.toString('latin1') !== '\r\n') throw new Error('malformed end of a chunk')
  await skip(reader, 2)
}

/** Reads `count` bytes, or up to the end of the stream. Returns how many bytes it read. */
async function skip(reader: ByteReader, count: number): Promise<number> {
  let left = count
  while (left > 0) {
    const { length } = await reader.read(left)
    if (length === 0) break
    left -= length
  }
  return count - left
}

function truncated(size: number): Error {
  return new Error(
    `the response is truncated: the connection ended after ${size} bytes of the body`,
  )
}
