import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerResponse, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { watchEvents } from './server-events.ts'
import { createHandshakes, type Handshakes } from './stop-handshakes.ts'
import { createHttp1, type Http1, keepAliveMsOf } from './stop-http1.ts'
import { createHttp2, type Http2 } from './stop-http2.ts'

/** A response that is not finished; the stream of HTTP/2 where the application listens for streams. */
export type OpenResponse = ServerResponse | Http2ServerResponse | ServerHttp2Stream

/** All connections of one server, and what is on them. */
export interface Traffic {
  readonly http1: Http1
  readonly http2: Http2
  readonly handshakes: Pick<Handshakes, 'has'>
  readonly upgraded: ReadonlySet<Duplex>
  /** Open connections, of any kind. */
  readonly sockets: ReadonlySet<Socket>
  /** Connections accepted so far. */
  readonly accepted: number
  /** Resolves when no connection is open. */
  ended(): Promise<void>
}

export interface TrafficEvents {
  readonly onConnection: () => void
  /** Whether the limit of Node for idle connections is to be ignored. */
  readonly ignoresTimeout: () => boolean
  readonly onListening: () => void
}

/** Sees every connection and every request of the server, before anybody else does. */
export function watchTraffic(server: Server, events: TrafficEvents): Traffic {
  const http1 = createHttp1(() => keepAliveMsOf(server))
  const http2 = createHttp2()
  const handshakes = createHandshakes(server)
  const upgraded = new Set<Duplex>()
  const sockets = new Set<Socket>()
  let accepted = 0
  let onEmpty = () => {}
  let opening: Socket | undefined

  function open(socket: Socket): void {
    opening = socket
    http1.open(socket)
  }

  function connection(socket: Socket): void {
    accepted += 1
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      if (sockets.size === 0) onEmpty()
    })
    events.onConnection()
    if (!handshakes.isSecure || handshakes.begin(socket)) open(socket)
  }

  function secureConnection(socket: Socket): void {
    const raw = handshakes.finish(socket)
    if (raw) http1.forget(raw)
    open(socket)
  }

  function upgrade(_req: IncomingMessage, socket: Duplex): void {
    http1.forget(socket as Socket)
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
  }

  function request(req: IncomingMessage, res: ServerResponse | Http2ServerResponse): boolean {
    if (req.httpVersionMajor === 1) return http1.begin(req, res as ServerResponse)
    http2.respond(res as Http2ServerResponse)
    return true
  }

  watchEvents(server, {
    connection,
    secureConnection,
    upgrade,
    connect: upgrade,
    request,
    checkContinue: request,
    checkExpectation: request,
    // While its connection is opened.
    session(session: ServerHttp2Session) {
      if (opening) http1.forget(opening)
      http2.open(session)
    },
    stream: (stream: ServerHttp2Stream) => http2.begin(stream),
    timeout: (socket: Socket) => !(events.ignoresTimeout() && http1.takeOverTimeout(socket)),
    listening: events.onListening,
  })

  return {
    http1,
    http2,
    handshakes,
    upgraded,
    sockets,
    get accepted() {
      return accepted
    },
    async ended() {
      if (sockets.size === 0) return
      await new Promise<void>((resolve) => {
        onEmpty = resolve
      })
    },
  }
}
