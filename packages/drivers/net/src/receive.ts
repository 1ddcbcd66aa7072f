import type { Readable } from 'node:stream'
import { ServerError } from './server-error.ts'

/**
 * Reads a response until `find` returns a value. `find` receives all bytes so far whenever more
 * arrive. It must throw as soon as the bytes cannot become a response, and limit the length of a
 * response.
 *
 * @throws ServerError if the connection is closed before `find` returns a value. Errors of `find`
 *   and of the stream are thrown unchanged.
 */
export async function receive<T>(
  stream: Readable,
  find: (received: Buffer) => T | undefined,
): Promise<T> {
  let received = Buffer.alloc(0)
  // The stream stays open for further requests.
  const chunks: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false })
  for await (const chunk of chunks) {
    received = Buffer.concat([received, chunk])
    const found = find(received)
    if (found !== undefined) return found
  }
  throw new ServerError('closed the connection before it answered', 'error')
}
