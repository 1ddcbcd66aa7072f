import type { Duplex } from 'node:stream'

/**
 * Reads the bytes of a stream in order. If the stream fails, each method returns the bytes that
 * arrived before the error, and then rejects with the error.
 */
export interface ByteReader {
  /**
   * Reads at least one byte and at most `limit`, which is positive. Empty at the end of the stream.
   */
  read(limit: number): Promise<Buffer>
  /** Returns the next `count` bytes without consuming them, or fewer at the end of the stream. */
  peek(count: number): Promise<Buffer>
  /**
   * Reads a line with its `\n` as Latin-1. Rejects if it is longer than `limit` or the stream ends
   * first.
   */
  readLine(limit: number): Promise<string>
}

const highWaterMark = 65_536

/**
 * Reads a stream in flowing mode, because an async iterator would drop the bytes that arrived right
 * before an error.
 *
 * @param isTruncated returns whether a stream that has just ended is incomplete
 */
export function byteReader(stream: Duplex, isTruncated: () => boolean): ByteReader {
  const source = bufferStream(stream, isTruncated)
  const take = (count: number) => {
    const taken = source.bytes.subarray(0, count)
    source.bytes = source.bytes.subarray(count)
    return taken
  }
  return {
    async read(limit) {
      while (source.bytes.length === 0 && (await source.fill())) {}
      return take(limit)
    },
    async peek(count) {
      while (source.bytes.length < count && (await source.fill())) {}
      return source.bytes.subarray(0, count)
    },
    async readLine(limit) {
      let searched = 0
      for (;;) {
        const end = source.bytes.indexOf('\n', searched)
        if (end >= limit || (end < 0 && source.bytes.length > limit)) {
          throw new Error(`the response contains a line or a head of more than ${limit} bytes`)
        }
        if (end >= 0) return take(end + 1).toString('latin1')
        searched = source.bytes.length
        if (!(await source.fill())) throw new Error('the connection ended within the response')
      }
    },
  }
}

interface ReadBuffer {
  /** The bytes that have arrived and have not been read. */
  bytes: Buffer
  /** Waits for more bytes. Resolves with false at the end of the stream. */
  fill(): Promise<boolean>
}

function bufferStream(stream: Duplex, isTruncated: () => boolean): ReadBuffer {
  let end: Error | 'end' | undefined
  let wake = () => {}
  const finish = (how: Error | 'end') => {
    end ??= how
    wake()
  }
  const source: ReadBuffer = {
    bytes: Buffer.alloc(0),
    async fill() {
      const had = source.bytes.length
      if (end === undefined) {
        stream.resume()
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (source.bytes.length > had) return true
      if (end instanceof Error) throw end
      return false
    },
  }
  stream.on('data', (chunk: Buffer) => {
    source.bytes = Buffer.concat([source.bytes, chunk])
    if (source.bytes.length > highWaterMark) stream.pause()
    wake()
  })
  stream.once('end', () =>
    finish(isTruncated() ? new Error('the connection ended within a TLS record') : 'end'),
  )
  stream.once('error', finish)
  stream.once('close', () => finish(new Error('the connection was closed')))
  return source
}
