import type { Http2Session, Http2Stream } from 'node:http2'

/** The sessions of HTTP/2 of one server, and the requests under way in them. */
export interface Http2 {
  readonly requests: number
  open(session: Http2Session): void
  begin(stream: Http2Stream): void
  /** Says GOAWAY: what is under way is done, what comes after it the client may safely send elsewhere. */
  close(quietMs: number): void
  cut(): void
}

export function createHttp2(): Http2 {
  const sessions = new Set<Http2Session>()
  const streams = new Set<Http2Stream>()
  let quiet: number | undefined

  return {
    get requests() {
      return streams.size
    },
    open(session) {
      sessions.add(session)
      session.once('close', () => sessions.delete(session))
      // The last that were accepted: their first request is on its way.
      if (quiet !== undefined) setTimeout(() => session.close(), quiet)
    },
    begin(stream) {
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
    },
    close(quietMs) {
      quiet = quietMs
      for (const session of sessions) session.close()
    },
    cut() {
      for (const session of sessions) session.destroy()
    },
  }
}
