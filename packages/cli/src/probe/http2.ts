import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import type { HttpResponse, RequestHeaders } from './http-message.ts'
import { followFrames } from './http2-frames.ts'
import { waitForEvent } from './wait-for-event.ts'

// As many headers as the kubelet's client accepts.
const limits = { maxHeaderListPairs: 65_535, settings: { maxHeaderListSize: 10 * 1024 * 1024 } }

/**
 * Sends a request over a connection on which the server has chosen HTTP/2, and reads the head of
 * its response.
 */
export async function requestHttp2(
  connection: Duplex,
  origin: string,
  target: string,
  headers: RequestHeaders,
): Promise<HttpResponse> {
  const frames = followFrames(connection)
  const session = connect(origin, { createConnection: () => frames.stream, ...limits })
  // The stream of the request fails with the same error.
  session.on('error', () => {})
  const stream = session.request({ ':path': target, ...headers })
  const isComplete = () => frames.isComplete(stream.id ?? 0)
  const readAtLeast = countBytes(stream, isComplete)
  const [head] = await waitForEvent<[IncomingHttpHeaders & { ':status'?: number }]>(
    stream,
    'response',
  )
  const length = lengthOf(head)
  return {
    status: head[':status'] ?? 0,
    location: head.location?.trim() || undefined,
    length,
    async readBody(limit) {
      const size = await readAtLeast(limit)
      if (size >= limit || size === length) return
      if (length !== undefined) {
        throw new Error(`the response is truncated: ${size} of ${length} bytes of the body`)
      }
      await exchangePing(session)
      if (!isComplete()) throw resetError()
    },
  }
}

// The kubelet's client ignores a value that is not a number, because HTTP/2 frames already mark the
// end of the body.
function lengthOf({ 'content-length': length = '' }: IncomingHttpHeaders): number | undefined {
  return /^\d+$/.test(length) ? Number(length) : undefined
}

// A server that fails while it streams may end the stream first and reset it afterwards, as Node
// does. A reset arrives before the response to a PING, or before the end of the connection.
function exchangePing(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve) => {
    if (session.destroyed || !session.ping(() => resolve())) resolve()
  })
}

function resetError(): Error {
  return new Error('the response is truncated: the HTTP/2 stream was reset')
}

/**
 * Counts the bytes of a body from its beginning. Returns a function that waits for its end or for
 * `limit` bytes.
 */
function countBytes(
  stream: ClientHttp2Stream,
  isComplete: () => boolean,
): (limit: number) => Promise<number> {
  let size = 0
  let wake = () => {}
  const finished = new Promise<void>((resolve, reject) => {
    stream.once('error', reject)
    stream.once('close', () => {
      if (isComplete()) resolve()
      else reject(resetError())
    })
  })
  finished.catch(() => {})
  stream.on('data', (chunk: Uint8Array) => {
    size += chunk.length
    wake()
  })
  return async (limit) => {
    const isEnough = new Promise<void>((resolve) => {
      wake = () => size >= limit && resolve()
      wake()
    })
    await Promise.race([isEnough, finished])
    return size
  }
}
