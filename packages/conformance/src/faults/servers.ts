import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { freePort, host } from './port.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** A server that does one thing wrong. */
export interface FaultServer extends Address {
  /** Clients that have not closed their end yet. */
  readonly connections: number
  readonly accepted: number
  close(): Promise<void>
}

/** Serves every connection with the function, on any port or the wanted one; ends of streams are the function's business. */
export async function serve(
  onConnection: (socket: Socket) => void,
  wanted = 0,
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
  server.listen({ port: wanted, host })
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

/** Accepts, reads and never says anything, not even goodbye: a process that hangs. */
export function silent(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.resume(), port)
}

/** Closes its end of every connection at once. */
export function closes(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.resume().end(), port)
}

/** Resets every connection at once. */
export function resets(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.resetAndDestroy(), port)
}

/** Closes its end of a connection as soon as it is asked something. */
export function closesOnRequest(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.once('data', () => socket.end()), port)
}

/** Resets a connection as soon as it is asked something. */
export function resetsOnRequest(port?: number): Promise<FaultServer> {
  return serve((socket) => socket.once('data', () => socket.resetAndDestroy()), port)
}

/** Sends the bytes to every client, if told so only after some milliseconds, and keeps the connection open. */
export function sends(bytes: Uint8Array | string, port?: number, delay = 0): Promise<FaultServer> {
  return serve((socket) => {
    const timer = setTimeout(() => socket.write(bytes), delay)
    socket.resume().once('close', () => clearTimeout(timer))
  }, port)
}

/** Sends a byte, and then another, for ever. */
export function trickles(port?: number): Promise<FaultServer> {
  return serve((socket) => {
    socket.resume()
    const timer = setInterval(() => socket.write(Buffer.of(0x20)), 20)
    socket.once('end', () => clearInterval(timer))
    socket.once('close', () => clearInterval(timer))
  }, port)
}

/** Sends as much as the client takes. */
export function floods(port?: number): Promise<FaultServer> {
  const flood = Buffer.alloc(65_536, 0x20)
  return serve((socket) => {
    const pour = () => {
      while (socket.writable && socket.write(flood));
    }
    socket.on('drain', pour).resume()
    pour()
  }, port)
}

/** Sends 64 bytes that are no protocol, and keeps the connection open. */
export function garbage(port?: number): Promise<FaultServer> {
  return sends(Buffer.alloc(64, 0xab), port)
}

const badRequest =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad Request\n'

/** Takes whatever it is sent for a bad HTTP request, says so and closes. */
export function speaksHttp(port?: number): Promise<FaultServer> {
  return serve((socket) => {
    socket.once('data', () => socket.end(badRequest))
    socket.once('end', () => socket.end())
  }, port)
}

/** An address on which nobody listens. */
export async function refused(): Promise<Address> {
  return { host, port: await freePort() }
}
