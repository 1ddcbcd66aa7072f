import type { Duplex } from 'node:stream'
import { createFrameParser } from './frame-parser.ts'
import { passThrough } from './pass-through.ts'

/** The connection below HTTP/2, and which of its streams are complete. */
export interface Http2Frames {
  readonly stream: Duplex
  /** Whether the server has ended the response of a stream, and has not reset that stream. */
  isComplete(streamId: number): boolean
}

const types = { data: 0, headers: 1, reset: 3 } as const
const endStream = 1

/**
 * Tracks the END_STREAM and RST_STREAM frames that a server sends. Node does not distinguish the
 * two ends of a stream unless the reset contains an error code.
 */
export function followFrames(connection: Duplex): Http2Frames {
  const ended = new Set<number>()
  const reset = new Set<number>()
  const frames = createFrameParser(9, (header) => {
    const type = header.readUInt8(3)
    const id = header.readUInt32BE(5) & 0x7f_ff_ff_ff
    const isLast = (header.readUInt8(4) & endStream) !== 0
    if (isLast && (type === types.data || type === types.headers)) ended.add(id)
    if (type === types.reset) reset.add(id)
    return header.readUIntBE(0, 3)
  })
  return {
    stream: passThrough(connection, frames.add),
    isComplete: (streamId) => ended.has(streamId) && !reset.has(streamId),
  }
}
