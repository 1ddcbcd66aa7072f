import type { ServerHttp2Session } from 'node:http2'
import { constants, type Http2ServerResponse, type ServerHttp2Stream } from 'node:http2'
import { afterReads } from './stop-timer.ts'

/** The sessions of HTTP/2 of one server. */
export interface Http2 {
  /** Requests in flight: the response of each, or its stream where the application listens for streams. */
  readonly responses: readonly (Http2ServerResponse | ServerHttp2Stream)[]
  open(session: ServerHttp2Session): void
  begin(stream: ServerHttp2Stream): void
  /** The response of a stream that has begun. */
  respond(res: Http2ServerResponse): void
  /** Sends GOAWAY: requests in flight are answered, and those that come later the client may safely send elsewhere. */
  close(): void
  destroy(): void
}

// As long as a request may be on its way that was sent before the client read the first GOAWAY.
const noticeMs = 1000

export function createHttp2(): Http2 {
  const sessions = new Set<ServerHttp2Session>()
  const streams = new Map<ServerHttp2Stream, Http2ServerResponse | ServerHttp2Stream>()
  let isClosing = false

  function closeLater(session: ServerHttp2Session): void {
    session.once(
      'close',
      afterReads(noticeMs, () => session.close()),
    )
  }

  return {
    get responses() {
      return [...streams.values()]
    },
    open(session) {
      sessions.add(session)
      session.once('close', () => sessions.delete(session))
      // One of the last that were accepted: its first request is on its way.
      if (isClosing) closeLater(session)
    },
    begin(stream) {
      streams.set(stream, stream)
      stream.once('close', () => streams.delete(stream))
    },
    respond(res) {
      if (streams.has(res.stream)) streams.set(res.stream, res)
    },
    close() {
      isClosing = true
      for (const session of sessions) {
        // First without a last stream, so that no request that is on its way is refused (RFC 9113, 6.8).
        if (!session.destroyed) session.goaway(constants.NGHTTP2_NO_ERROR, 2 ** 31 - 1)
        closeLater(session)
      }
    },
    destroy() {
      for (const session of sessions) session.destroy()
    },
  }
}
