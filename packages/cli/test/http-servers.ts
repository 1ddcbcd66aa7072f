import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Stream,
} from 'node:http2'
import { createServer as createHttps } from 'node:https'
import { createServer as createTcp, type Server, type Socket } from 'node:net'
import { createServer as createTls, type TLSSocket, type TlsOptions } from 'node:tls'
import { certificate } from '@readyz/certificate'
import { onTestFinished } from 'vitest'

/** Listens on a free port until the test ends. Returns the port. */
async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<{ destroy(): void }>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Starts an HTTP server. Each function in this file returns the URL of its server. */
export async function startHttpServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

/** Starts an HTTPS server with a self-signed certificate. */
export async function startHttpsServer(listener: RequestListener): Promise<string> {
  return `https://localhost:${await listen(createHttps(await certificate(), listener))}`
}

/** Starts a server that supports only HTTP/2. */
export async function startHttp2Server(
  listener: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<string> {
  const server = createSecureServer(await certificate(), listener)
  return `https://localhost:${await listen(server)}`
}

/** Starts a server that supports only HTTP/2, and passes each stream to `respond`. */
export async function startHttp2StreamServer(
  respond: (stream: ServerHttp2Stream) => void,
): Promise<string> {
  const server = createSecureServer(await certificate())
  server.on('stream', (stream) => {
    stream.on('error', () => {})
    respond(stream)
  })
  server.on('sessionError', () => {})
  server.on('connection', (socket: Socket) => connections.set(socket.remotePort, socket))
  return `https://localhost:${await listen(server)}`
}

// A session of HTTP/2 does not expose its socket.
const connections = new Map<number | undefined, Socket>()

/** Ends the connection below an HTTP/2 stream. */
export function endConnection({ session }: ServerHttp2Stream): void {
  connections.get(session?.socket.remotePort)?.destroy()
}

/** The state of the connection after a response: open, or ended by a FIN or a RST. */
export type Ending = 'open' | 'fin' | 'rst'

/** Starts a server that answers every request with these bytes. */
export async function startRawServer(bytes: string, ending: Ending = 'open'): Promise<string> {
  const server = createTcp((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      if (ending === 'fin') socket.end(bytes, 'latin1')
      else if (ending === 'open') socket.write(bytes, 'latin1')
      else socket.write(bytes, 'latin1', () => socket.resetAndDestroy())
    })
  })
  return `http://127.0.0.1:${await listen(server)}`
}

/**
 * Starts a TLS server, and passes each TLS stream and its socket to `respond`. TLS does not close
 * the socket by itself.
 */
export async function startRawTlsServer(
  respond: (stream: TLSSocket, socket: Socket) => void,
  options: TlsOptions = {},
): Promise<string> {
  const raw = new Map<number | undefined, Socket>()
  const server = createTls({ ...(await certificate()), ...options }, (stream) => {
    stream.on('error', () => {})
    const socket = raw.get(stream.remotePort)
    stream.once('data', () => socket && respond(stream, socket))
  })
  server.on('connection', (socket: Socket) => raw.set(socket.remotePort, socket))
  server.on('tlsClientError', () => {})
  return `https://localhost:${await listen(server)}`
}
