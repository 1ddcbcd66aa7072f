/** Finds the frames in a stream of bytes. */
export interface FrameParser {
  /** Parses the next bytes of the stream. */
  add(chunk: Buffer): void
  /** Whether the bytes so far end within a frame. */
  isWithinFrame(): boolean
}

/**
 * Creates a parser for frames that consist of a header of fixed length and a payload, such as TLS
 * records and HTTP/2 frames.
 *
 * @param onHeader is called with each header and returns the length of the payload
 */
export function createFrameParser(
  headerLength: number,
  onHeader: (header: Buffer) => number,
): FrameParser {
  let header: Buffer = Buffer.alloc(0)
  let left = 0
  return {
    add(chunk) {
      let rest = chunk
      while (rest.length > 0) {
        const taken = Math.min(left || headerLength - header.length, rest.length)
        if (left > 0) left -= taken
        else header = Buffer.concat([header, rest.subarray(0, taken)])
        rest = rest.subarray(taken)
        if (header.length < headerLength) continue
        left = onHeader(header)
        header = Buffer.alloc(0)
      }
    },
    isWithinFrame: () => left > 0 || header.length > 0,
  }
}
