import type { NetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { destroyOnAbort, openSocket, receive, redactErrors, untilAborted } from '@readyz/net'
import { passwordsIn } from './commands.ts'
import { type Command, encode, type Value } from './protocol.ts'
import { createRepliesReader, type OnReply } from './replies.ts'

/**
 * The options of `net.connect` or `tls.connect`. A path takes precedence over host and port, as in
 * Node.js.
 */
export interface ConnectOptions extends ConnectionOptions {
  readonly family?: number | undefined
}

export interface Address {
  /** Default: the port 6379 of `localhost`. */
  readonly connect: ConnectOptions
  /** Over TLS. */
  readonly isSecure?: boolean
}

/** The name of the server in the log. */
export function titleOf({ connect }: Address): string {
  const { path } = connect
  const { host, port } = portOf(connect)
  return path || `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Sends the commands in one write over a dedicated connection, closes the connection, and returns
 * the reply to each command. No error contains the password. `onReply` is called with each reply as
 * soon as it arrives.
 *
 * @throws ServerError for the first unexpected reply
 */
export function sendCommands(
  address: Address,
  commands: readonly Command[],
  signal: AbortSignal,
  onReply?: OnReply,
): Promise<readonly Value[]> {
  return redactErrors(
    () => passwordsIn(commands),
    () => exchange(address, commands, signal, onReply),
  )
}

async function exchange(
  { connect, isSecure = false }: Address,
  commands: readonly Command[],
  signal: AbortSignal,
  onReply?: OnReply,
): Promise<readonly Value[]> {
  const socket = openSocket(signal)
  try {
    // Node.js throws on an invalid port, address or option of TLS.
    socket.connect(connectOptions(connect))
    // As in the clients, the certificate is verified against the host, and SNI is sent if there is
    // a `servername`.
    const stream = isSecure ? destroyOnAbort(signal, connectTls({ ...connect, socket })) : socket
    stream.write(encode(commands))
    return await untilAborted(signal, receive(stream, createRepliesReader(commands, onReply)))
  } finally {
    // A TLS stream is destroyed with its socket.
    socket.destroy()
  }
}

function connectOptions(connect: ConnectOptions): NetConnectOpts {
  const { path } = connect
  return path ? { path } : { ...connect, ...portOf(connect) }
}

// A cluster node that does not know its own address reports an empty host.
function portOf({ host, port = 6379 }: ConnectOptions) {
  return { host: host || 'localhost', port }
}
