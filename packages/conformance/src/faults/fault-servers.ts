import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { freePort, host } from './free-port.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** A server with one fault. */
export interface FaultServer extends Address {
  /** Connections whose client has not closed its end yet. */
  readonly connections: number
  /** Connections that the server has accepted since its start. */
  readonly accepted: number
  close(): Promise<void>
}

/**
 * Starts a server that calls `onConnection` for every connection. The server does not end a
 * connection that its client ends. Default: any port.
 */
export async function serve(
  onConnection: (socket: Socket) => void,
  requestedPort = 0,
): Promise<FaultServer> {
  const open = new Set<Socket>()
  const sockets = new Set<Socket>()
  let accepted = 0
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    accepted += 1
    sockets.add(socket)
    open.add(socket)
    socket.on('error', () => {})
    socket.on('end', () => open.delete(socket))
    socket.on('close', () => {
      open.delete(socket)
      sockets.delete(socket)
    })
    onConnection(socket)
  })
  server.listen({ port: requestedPort, host })
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    host,
    port,
    get connections() {
      return open.size
    },
    get accepted() {
      return accepted
    },
    async close() {
      if (!server.listening) return
      const closed = [...sockets, server].map((each) => once(each, 'close'))
      server.close()
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

/** Accepts and reads, but sends nothing and never closes a connection, as a hung process does. */
export function silent(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.resume(), port)
}

/** Ends every connection at once. */
export function closes(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.resume().end(), port)
}

/** Resets every connection at once. */
export function resets(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.resetAndDestroy(), port)
}

/** Ends a connection at its first request. */
export function closesOnRequest(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.once('data', () => socket.end()), port)
}

/** Resets a connection at its first request. */
export function resetsOnRequest(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.once('data', () => socket.resetAndDestroy()), port)
}

/**
 * Sends the bytes to every client after `delay` milliseconds, and keeps the connection open. The
 * default delay is 0.
 */
export function sends(bytes: Uint8Array | string, port?: number, delay = 0): Promise<FaultServer> {
  return serve((socket) => {
    const timer = setTimeout(() => socket.write(bytes), delay)
    socket.resume().once('close', () => clearTimeout(timer))
  }, port)
}

/** Sends one byte every 20 ms until the client disconnects. */
export function trickles(port?: number): Promise<FaultServer> {
  return serve((socket) => {
    socket.resume()
    const timer = setInterval(() => socket.write(Buffer.of(0x20)), 20)
    socket.once('end', () => clearInterval(timer))
    socket.once('close', () => clearInterval(timer))
  }, port)
}

/** Sends data until the client disconnects, as fast as the client reads. */
export function floods(port?: number): Promise<FaultServer> {
  const block = Buffer.alloc(65_536, 0x20)
  return serve((socket) => {
    const write = () => {
      while (socket.writable && socket.write(block));
    }
    socket.on('drain', write).resume()
    write()
  }, port)
}

/** Sends 64 bytes of no known protocol, and keeps the connection open. */
export function garbage(port?: number): Promise<FaultServer> {
  return sends(Buffer.alloc(64, 0xab), port)
}

const badRequest =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad Request\n'

/** Responds to the first data with HTTP status 400, and closes the connection. */
export function speaksHttp(port?: number): Promise<FaultServer> {
  return serve((socket) => {
    socket.once('data', () => socket.end(badRequest))
    socket.once('end', () => socket.end())
  }, port)
}

/** Returns an address at which no server listens. */
export async function refused(): Promise<Address> {
  return { host, port: await freePort() }
}
