import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Address } from '@readyz/conformance'

/** What a server sends between two messages of its client. The first turn comes before the client has sent anything. */
export type Turn = Buffer

/** Records what a server sends to the one connection that is made meanwhile. */
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
  /** The turn after which the connection is closed, unless the client goes on soon. Default: it stays open. */
  readonly last?: number | undefined
  /** Starts TLS once the client has sent its request for it, which has so many bytes. */
  readonly tls?:
    | undefined
    | {
        readonly key: string
        readonly cert: string
        readonly requestBytes: number
        /** What the server answers before it starts. */
        readonly answer?: string
      }
}

export interface ReplayServer extends Address {
  readonly connections: number
  /** Resolves when the clients have closed their connections. */
  close(): Promise<unknown>
}

/** A server that sends the turns to each client, whatever the client sends. */
export async function replay(
  turns: readonly Turn[],
  options: ReplayOptions = {},
): Promise<ReplayServer> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    play(socket, turns, options)
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

function play(socket: Socket, turns: readonly Turn[], { tls, last }: ReplayOptions): void {
  const [greeting = Buffer.alloc(0), ...answers] = turns
  socket.write(greeting)
  // The client may not even ask for TLS.
  if (last === 0) closeAfter(socket)
  if (tls === undefined) {
    answer(socket, answers, last)
    return
  }
  socket.once('data', (request: Buffer) => {
    socket.write(tls.answer ?? '')
    // A client may begin with the handshake at once.
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

/** Milliseconds in which a client goes on, if it does. */
const quiet = 50

function closeAfter(socket: Socket): NodeJS.Timeout {
  const timer = setTimeout(() => socket.end(), quiet)
  socket.once('close', () => clearTimeout(timer))
  return timer
}
