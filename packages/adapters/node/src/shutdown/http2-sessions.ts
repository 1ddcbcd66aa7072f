import type { ServerHttp2Session } from 'node:http2'
import { constants, type Http2ServerResponse, type ServerHttp2Stream } from 'node:http2'
import { afterReads } from './after-reads.ts'

/** The HTTP/2 sessions of one server. */
export interface Http2Sessions {
  /**
   * The responses of requests in flight, or their streams if the application listens for streams.
   */
  readonly responses: readonly (Http2ServerResponse | ServerHttp2Stream)[]
  open(session: ServerHttp2Session): void
  begin(stream: ServerHttp2Stream): void
  /** Records the response of a stream. */
  respond(res: Http2ServerResponse): void
  /**
   * Sends GOAWAY. Requests in flight are answered. The client may safely send later requests
   * elsewhere.
   */
  close(): void
  destroy(): void
}

// The time for requests that the client sent before it read the first GOAWAY.
const noticeMs = 1000

export function createHttp2Sessions(): Http2Sessions {
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
      // Its first request is on its way.
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
        // The highest stream id, so that requests on their way are accepted (RFC 9113, 6.8).
        if (!session.destroyed) session.goaway(constants.NGHTTP2_NO_ERROR, 2 ** 31 - 1)
        closeLater(session)
      }
    },
    destroy() {
      for (const session of sessions) session.destroy()
    },
  }
}
