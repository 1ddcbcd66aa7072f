import type { NetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { type AskedServer, guard, openSocket, receive, until } from '@readyz/net'
import { encode } from './protocol.ts'
import { commandsOf, findAnswers, type Login } from './talk.ts'

/** A server of Redis, as a client of the application finds it and logs in. */
export interface RespServer extends Login {
  /** A path wins over a host, as with all clients. */
  readonly path?: string | undefined
  /** Default `localhost`. */
  readonly host?: string | undefined
  /** Default 6379. */
  readonly port?: number | undefined
  /** More of what `net.connect` takes, such as `family`. */
  readonly socket?: Partial<NetConnectOpts>
  /** What `tls.connect` takes; absent: no TLS. */
  readonly tls?: ConnectionOptions | undefined
}

/** Asks it over a connection of our own, which is gone afterwards, however it ends. */
export function respServer(server: RespServer): AskedServer {
  const { path, host = 'localhost', port = 6379 } = server
  const name = host.includes(':') ? `[${host}]` : host
  return {
    title: path ?? `${name}:${port}`,
    ask: (signal) => ask({ ...server, host, port }, signal),
  }
}

async function ask(server: RespServer, signal: AbortSignal): Promise<void> {
  const { path, host, port, socket: more, tls } = server
  const socket = openSocket(signal)
  socket.connect(path ? { path } : ({ ...more, host, port } as NetConnectOpts))
  const stream = tls ? guard(signal, connectTls({ host, ...tls, socket })) : socket
  const commands = commandsOf(server)
  try {
    stream.write(encode(commands))
    await until(
      signal,
      receive(stream, (received) => findAnswers(received, commands)),
    )
  } finally {
    stream.destroy()
    socket.destroy()
  }
}
