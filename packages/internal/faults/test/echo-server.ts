import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** How a server responds when a client connects, and when it receives data. */
export interface EchoProtocol {
  greet?(socket: Socket, password: string): void
  answer(socket: Socket, received: Buffer, password: string): void
}

export interface EchoServer {
  readonly port: number
  /** The password that the server sends back. */
  password: string
}

/** Starts a server that sends the password of the client back in its responses. */
export async function startEchoServer({ greet, answer }: EchoProtocol): Promise<EchoServer> {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (received) => answer(socket, received, server.password))
    greet?.(socket, server.password)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  })
  const server = { port: (listener.address() as AddressInfo).port, password: '' }
  return server
}

const bulk = (text: string) => `$${Buffer.byteLength(text)}\r\n${text}\r\n`

/**
 * RESP: accepts the login, and then sends the password in the response to the next command, for
 * example as an error or as a host name.
 */
export const resp = {
  error: {
    answer: (socket, _, password) => socket.write(`+OK\r\n-ERR unknown command '${password}'\r\n`),
  },
  text: { answer: (socket, _, password) => socket.write(`+OK\r\n${password}\r\n`) },
  state: {
    answer: (socket, _, password) =>
      socket.write(`+OK\r\n+PONG\r\n${bulk(`cluster_state:x${password}`)}*0\r\n`),
  },
  node: {
    answer: (socket, _, password) =>
      socket.write(
        `+OK\r\n+PONG\r\n${bulk('cluster_state:ok')}` +
          `*1\r\n*3\r\n:0\r\n:1\r\n*2\r\n${bulk(password)}:1\r\n`,
      ),
  },
  sentinel: {
    answer: (socket, _, password) => socket.write(`+OK\r\n*2\r\n${bulk(password)}${bulk('1')}`),
  },
} as const satisfies Readonly<Record<string, EchoProtocol>>

/** memcached: accepts the login, and then sends the password as bytes of another protocol. */
export const memcached: EchoProtocol = {
  answer(socket, received, password) {
    if (received.readUInt8(1) !== 0x21) {
      socket.write(`${password} ${password}`)
      return
    }
    const accepted = Buffer.alloc(24)
    accepted.writeUInt8(0x81, 0)
    accepted.writeUInt8(0x21, 1)
    received.copy(accepted, 12, 12, 16)
    socket.write(accepted)
  },
}

/** PostgreSQL: requests a password in clear text, and sends it back in every field of an error. */
export const postgres: EchoProtocol = {
  answer(socket, received) {
    if (received.toString('latin1', 0, 1) !== 'p') {
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]))
      return
    }
    const password = received.subarray(5, -1)
    const fields = Array.from('SCMDHWq', (kind) => [Buffer.from(kind), password, Buffer.from([0])])
    const body = Buffer.concat([...fields.flat(), Buffer.from([0])])
    const header = Buffer.from([0x45, 0, 0, 0, 0])
    header.writeUInt32BE(body.length + 4, 1)
    socket.write(Buffer.concat([header, body]))
  },
}

/** MySQL: sends an error that contains the password as soon as a client connects. */
export const mysql: EchoProtocol = {
  greet(socket, password) {
    const start = Buffer.from('\xff\x15\x04#28000', 'latin1')
    const error = Buffer.concat([start, Buffer.from(`no entry with ${password}`)])
    const header = Buffer.alloc(4)
    header.writeUIntLE(error.length, 0, 3)
    socket.write(Buffer.concat([header, error]))
  },
  answer() {},
}
