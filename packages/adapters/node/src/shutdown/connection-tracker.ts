import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerResponse, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  createHttp1Connections,
  type Http1Connections,
  keepAliveMsOf,
} from './http1-connections.ts'
import { createHttp2Sessions, type Http2Sessions } from './http2-sessions.ts'
import { watchEvents } from './server-events.ts'
import { createTlsHandshakes, type TlsHandshakes } from './tls-handshakes.ts'

/** A response that has not ended, or its HTTP/2 stream if the application listens for streams. */
export type OpenResponse = ServerResponse | Http2ServerResponse | ServerHttp2Stream

/** Tracks all connections and requests of one server. */
export interface ConnectionTracker {
  readonly http1: Http1Connections
  readonly http2: Http2Sessions
  readonly handshakes: Pick<TlsHandshakes, 'has'>
  readonly upgraded: ReadonlySet<Duplex>
  /** All open connections. */
  readonly sockets: ReadonlySet<Socket>
  /** The number of connections that the server has accepted. */
  readonly accepted: number
  /** Resolves when no connection is open. */
  ended(): Promise<void>
}

export interface TrackerEvents {
  readonly onConnection: () => void
  /** Whether the keep-alive timeout of Node must not close idle connections. */
  readonly ignoresTimeout: () => boolean
  readonly onListening: () => void
}

/** Starts the tracking. The tracker receives every event of the server before its listeners do. */
export function trackConnections(server: Server, events: TrackerEvents): ConnectionTracker {
  const http1 = createHttp1Connections(() => keepAliveMsOf(server))
  const http2 = createHttp2Sessions()
  const handshakes = createTlsHandshakes(server)
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
    // Emitted while its connection is being opened.
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
