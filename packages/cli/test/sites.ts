import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createHttps } from 'node:https'
import { createServer as createTcp, type Server } from 'node:net'
import { certificate } from '@readyz/certificate'
import { onTestFinished } from 'vitest'

/** Listens on a free port until the end of the test, and gives it. */
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

export async function site(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`
}

export async function secureSite(listener: RequestListener): Promise<string> {
  return `https://localhost:${await listen(createHttps(await certificate(), listener))}`
}

/** Speaks nothing but HTTP/2. */
export async function http2Site(
  listener: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<string> {
  const server = createSecureServer(await certificate(), listener)
  return `https://localhost:${await listen(server)}`
}

/** Answers every request with these bytes, and ends the connection if it is told to. */
export async function rawSite(bytes: string, end = false): Promise<string> {
  const server = createTcp((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)))
  })
  return `http://127.0.0.1:${await listen(server)}`
}
