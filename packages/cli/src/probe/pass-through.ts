import { Duplex } from 'node:stream'

/**
 * Returns a stream with the same content as `below`, and calls `onChunk` with each chunk before it
 * passes the chunk on.
 *
 * @param confirmEnd rejects if the reported end of the stream is not its end
 */
export function passThrough(
  below: Duplex,
  onChunk: (chunk: Buffer) => void,
  confirmEnd: () => Promise<void> = async () => {},
): Duplex {
  const stream = new Duplex({
    read: () => void below.resume(),
    write: (chunk, _, done) => void below.write(chunk, done),
    final: (done) => void below.end(done),
    destroy(error, done) {
      below.destroy()
      done(error)
    },
  })
  below.on('data', (chunk: Buffer) => {
    onChunk(chunk)
    if (!stream.push(chunk)) below.pause()
  })
  below.once('end', () => {
    confirmEnd().then(
      () => stream.push(null),
      (error: Error) => stream.destroy(error),
    )
  })
  below.once('error', (error) => stream.destroy(error))
  below.once('close', () => stream.destroy())
  return stream
}
