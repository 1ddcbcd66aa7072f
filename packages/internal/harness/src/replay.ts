import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Address } from '@readyz/conformance'

/**
 * The bytes that a server sends between two messages of a client. The first turn is what the server
 * sends before the first message.
 */
export type Turn = Buffer

/** Records the turns of a server on the connection that `use` opens. */
export async function record(
  server: Address,
  use: (address: Address) => Promise<unknown>,
): Promise<readonly Turn[]> {
  const turns: Buffer[][] = [[]]
  const recorder = createServer((client) => {
    const upstream = connect(server)
    client.on('data', () => turns.push([]))
    upstream.on('data', (chunk) => turns.at(-1)?.push(chunk))
    client.pipe(upstream).pipe(client)
  })
  recorder.listen(0, '127.0.0.1')
  await once(recorder, 'listening')
  const { port } = recorder.address() as { port: number }
  await use({ host: '127.0.0.1', port })
  await new Promise((resolve) => recorder.close(resolve))
  return turns.map((chunks) => Buffer.concat(chunks))
}

export interface ReplayOptions {
  /**
   * The index of the turn after which the server closes the connection, unless the client sends
   * another message soon. Default: the server keeps the connection open.
   */
  readonly last?: number | undefined
  /** Starts TLS after the TLS request of the client. Default: no TLS. */
  readonly tls?:
    | undefined
    | {
        readonly key: string
        readonly cert: string
        /** The length of the TLS request. */
        readonly requestBytes: number
        /** The response to the TLS request. */
        readonly answer?: string
      }
}

export interface ReplayServer extends Address {
  readonly connections: number
  /** Resolves when the clients have closed their connections. */
  close(): Promise<unknown>
}

/** Starts a server that sends the turns to each client, regardless of what the client sends. */
export async function replay(
  turns: readonly Turn[],
  options: ReplayOptions = {},
): Promise<ReplayServer> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    sendTurns(socket, turns, options)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    host: '127.0.0.1',
    port,
    get connections() {
      return open.size
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function sendTurns(socket: Socket, turns: readonly Turn[], { tls, last }: ReplayOptions): void {
  const [greeting = Buffer.alloc(0), ...answers] = turns
  socket.write(greeting)
  // Close if the client does not send a TLS request after this greeting.
  if (last === 0) closeAfter(socket)
  if (tls === undefined) {
    answer(socket, answers, last)
    return
  }
  socket.once('data', (request: Buffer) => {
    socket.write(tls.answer ?? '')
    // A client may send the start of its handshake together with the request.
    const rest = request.subarray(tls.requestBytes)
    if (rest.length > 0) socket.pause().unshift(rest)
    const secureContext = createSecureContext({ key: tls.key, cert: tls.cert })
    const secure = new TLSSocket(socket, { isServer: true, secureContext })
    secure.on('error', () => socket.destroy())
    answer(secure, answers, last)
  })
}

function answer(socket: Socket, turns: readonly Turn[], last = Number.POSITIVE_INFINITY): void {
  let sent = 0
  let timer: NodeJS.Timeout | undefined
  socket.on('data', () => {
    const turn = turns[sent]
    sent += 1
    if (turn === undefined) socket.end()
    else if (socket.writable) socket.write(turn)
    timer?.refresh()
    if (sent === last) timer = closeAfter(socket)
  })
}

/** The time in milliseconds in which a client sends its next message, if there is one. */
const pauseMs = 50

function closeAfter(socket: Socket): NodeJS.Timeout {
  const timer = setTimeout(() => socket.end(), pauseMs)
  socket.once('close', () => clearTimeout(timer))
  return timer
}
