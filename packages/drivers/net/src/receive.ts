import type { Readable } from 'node:stream'
import { ServerError } from './server-error.ts'

/**
 * Reads what a server says until `find` finds the answer in it: everything that has come is looked
 * at whenever there is more, for bytes come as the network likes. `find` throws as soon as they
 * cannot become an answer, and must know how long an answer may be.
 *
 * @throws ServerError if the connection is closed before, and what `find` or the stream says
 */
export async function receive<T>(
  stream: Readable,
  find: (received: Buffer) => T | undefined,
): Promise<T> {
  let received = Buffer.alloc(0)
  // Left open, for what it may be asked next.
  const chunks: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false })
  for await (const chunk of chunks) {
    received = Buffer.concat([received, chunk])
    const found = find(received)
    if (found !== undefined) return found
  }
  throw new ServerError('closed the connection before it answered', 'error')
}
