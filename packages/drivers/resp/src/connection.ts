import type { NetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { concealing, guard, openSocket, receive, until } from '@readyz/net'
import { type Command, encode, type Value } from './protocol.ts'
import { passwordsIn } from './question.ts'
import { createFinder, type OnValue } from './replies.ts'

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
 * said to each. No error contains the password. `onValue` is called with each answer as soon as it has come.
 *
 * @throws ServerError for the first that it does not answer as it should
 */
export function askOver(
  address: Address,
  commands: readonly Command[],
  signal: AbortSignal,
  onValue?: OnValue,
): Promise<readonly Value[]> {
  return concealing(
    () => passwordsIn(commands),
    () => exchange(address, commands, signal, onValue),
  )
}

async function exchange(
  { connect, isSecure = false }: Address,
  commands: readonly Command[],
  signal: AbortSignal,
  onValue?: OnValue,
): Promise<readonly Value[]> {
  const socket = openSocket(signal)
  try {
    // Node throws for a port, an address or an option of TLS that cannot be.
    socket.connect(placeOf(connect))
    // As the clients do: the certificate is held to the host, and a name is indicated if there is a `servername`.
    const stream = isSecure ? guard(signal, connectTls({ ...connect, socket })) : socket
    stream.write(encode(commands))
    return await until(signal, receive(stream, createFinder(commands, onValue)))
  } finally {
    // A stream of TLS is destroyed with its socket.
    socket.destroy()
  }
}

function placeOf(connect: ConnectOptions): NetConnectOpts {
  const { path } = connect
  return path ? { path } : { ...connect, ...portOf(connect) }
}

// A node of a cluster that does not know its own address says that its host is empty.
function portOf({ host, port = 6379 }: ConnectOptions) {
  return { host: host || 'localhost', port }
}
