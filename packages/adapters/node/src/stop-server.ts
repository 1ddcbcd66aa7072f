import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2Session, Http2Stream } from 'node:http2'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createHttp1 } from './stop-http1.ts'
import { createHttp2 } from './stop-http2.ts'

/** What was under way when time was up. */
export interface Cut {
  readonly connections: number
  readonly requests: number
  readonly upgraded: number
}

/** A server that is to be stopped one day. */
export interface WatchedServer {
  readonly isListening: boolean
  /** Connections accepted so far. */
  readonly accepted: number
  announce(): void
  /** Stops accepting; resolves when no connection is left. */
  close(quietMs: number): Promise<void>
  cut(): Promise<Cut>
}

type CloseUpgraded = (sockets: readonly Duplex[]) => void

/** Sees every connection and every request of the server, before anybody else does. */
export function watchServer(server: Server, closeUpgraded: CloseUpgraded): WatchedServer {
  const http1 = createHttp1()
  const http2 = createHttp2()
  const upgraded = new Set<Duplex>()
  const handshakes = new Map<string, Socket>()
  const isSecure = 'setSecureContext' in server
  let accepted = 0
  let isClosing = false
  let opening: Socket | undefined

  function open(socket: Socket): void {
    opening = socket
    http1.open(socket)
  }

  function handshake(socket: Socket): void {
    accepted += 1
    const peer = peerOf(socket)
    // Without an address of its peer the one socket is not known by the other.
    if (isSecure && peer === undefined) return
    open(socket)
    if (!isSecure || peer === undefined) return
    handshakes.set(peer, socket)
    socket.once('close', () => {
      if (handshakes.get(peer) === socket) handshakes.delete(peer)
    })
  }

  function secure(socket: Socket): void {
    const peer = peerOf(socket) ?? ''
    const raw = handshakes.get(peer)
    if (raw) http1.forget(raw)
    handshakes.delete(peer)
    open(socket)
  }

  function upgrade(socket: Duplex): void {
    http1.forget(socket as Socket)
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    // When the application has made of it what it makes of it.
    if (isClosing) setImmediate(() => closeUpgraded([socket]))
  }

  const watchers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    connection: handshake,
    secureConnection: secure,
    // While its connection is opened.
    session(session: Http2Session) {
      if (opening) http1.forget(opening)
      http2.open(session)
    },
    stream: (stream: Http2Stream) => http2.begin(stream),
    request: beginHttp1,
    checkContinue: beginHttp1,
    checkExpectation: beginHttp1,
    upgrade: (_req: IncomingMessage, socket: Duplex) => upgrade(socket),
    connect: (_req: IncomingMessage, socket: Duplex) => upgrade(socket),
    // Of a server that was still starting.
    listening: () => void (isClosing && server.close()),
  }

  function beginHttp1(req: IncomingMessage, res: ServerResponse): boolean {
    return req.httpVersionMajor > 1 || http1.begin(req, res)
  }

  // Not listeners: one for upgrades would change what the server does, and libraries take listeners away.
  const emit: (event: string | symbol, ...args: unknown[]) => boolean = server.emit
  server.emit = (event: string | symbol, ...args: unknown[]) => {
    const watcher = typeof event === 'string' && Object.hasOwn(watchers, event) && watchers[event]
    if (watcher && watcher(...(args as never[])) === false) return true
    return emit.call(server, event, ...args)
  }

  return {
    get isListening() {
      return server.listening
    },
    get accepted() {
      return accepted
    },
    announce: http1.announce,
    async close(quietMs) {
      isClosing = true
      // Of Node itself it does not wait for what may be on its way.
      Object.assign(server, { closeIdleConnections: () => {} })
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      http1.announce()
      http1.close(quietMs)
      http2.close(quietMs)
      if (upgraded.size > 0) closeUpgraded([...upgraded])
      await closed
    },
    async cut() {
      const connections = await countConnections(server)
      const cut = {
        connections,
        requests: http1.requests + http2.requests,
        upgraded: upgraded.size,
      }
      http1.cut()
      http2.cut()
      for (const socket of upgraded) socket.destroy()
      return cut
    },
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): string | undefined {
  return remotePort === undefined ? undefined : `${remoteAddress} ${remotePort}`
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.getConnections((error, count) => resolve(error ? 0 : count)),
  )
}
