import type { NetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { destroyOnAbort, openSocket, receive, redactErrors, untilAborted } from '@readyz/net'
import { passwordsIn } from './commands.ts'
import { type Command, encode, type Value } from './protocol.ts'
import { createRepliesReader, type OnReply } from './replies.ts'

/** What a client hands to `net.connect`, or to `tls.connect`. A path wins over host and port, as in node. */
export interface ConnectOptions extends ConnectionOptions {
  readonly family?: number | undefined
}

export interface Address {
  /** Default: the port 6379 of `localhost`. */
  readonly connect: ConnectOptions
  /** Over TLS. */
  readonly isSecure?: boolean
}

/** What the log calls it. */
export function titleOf({ connect }: Address): string {
  const { path } = connect
  const { host, port } = portOf(connect)
  return path || `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Gives a server its commands, all in one go, over a connection of its own that is gone afterwards, and returns what it
 * said to each. No error contains the password. `onReply` is called with each answer as soon as it has come.
 *
 * @throws ServerError for the first that it does not answer as it should
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
    // Node throws for a port, an address or an option of TLS that cannot be.
    socket.connect(connectOptions(connect))
    // As the clients do: the certificate is held to the host, and a name is indicated if there is a `servername`.
    const stream = isSecure ? destroyOnAbort(signal, connectTls({ ...connect, socket })) : socket
    stream.write(encode(commands))
    return await untilAborted(signal, receive(stream, createRepliesReader(commands, onReply)))
  } finally {
    // A stream of TLS is destroyed with its socket.
    socket.destroy()
  }
}

function connectOptions(connect: ConnectOptions): NetConnectOpts {
  const { path } = connect
  return path ? { path } : { ...connect, ...portOf(connect) }
}

// A node of a cluster that does not know its own address says that its host is empty.
function portOf({ host, port = 6379 }: ConnectOptions) {
  return { host: host || 'localhost', port }
}
