import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type ClosePolicy, type Connection, createConnection } from './stop-connection.ts'

/** The connections of HTTP/1 of one server. */
export interface Http1 {
  /** Requests in flight. */
  readonly responses: readonly ServerResponse[]
  /** Connections on which a part of a request has arrived, and the rest has not. */
  readonly incomplete: readonly Socket[]
  open(socket: Socket): void
  /** The connection is none of HTTP/1 any more. */
  forget(socket: Socket): void
  /** A request has come. `false` if it is not to be answered, nor looked at. */
  begin(req: IncomingMessage, res: ServerResponse): boolean
  /** From now on responses say `Connection: close`. */
  sendClose(): void
  /**
   * Closes idle connections, and those that become idle, when their clients must not reuse them any more, and at `deadline`
   * by `performance.now()` at the latest.
   */
  closeIdle(deadline: number): void
  /** Node's limit for an idle connection has passed. Closes it later, without loss; `false` if it is not idle. */
  takeOverTimeout(socket: Socket): boolean
  destroy(): void
}

// What newer versions of Node add: a request may be on its way when the client's time ends.
const bufferMs = 1000

/** How long clients may reuse an idle connection of the server, and a little longer. */
export function keepAliveMsOf(server: object): number {
  const { keepAliveTimeout, keepAliveTimeoutBuffer } = server as Record<string, number | undefined>
  // 0 is no limit.
  return (keepAliveTimeout || Infinity) + (keepAliveTimeoutBuffer ?? bufferMs)
}

export function createHttp1(keepAliveMs: () => number): Http1 {
  const connections = new Map<Socket, Connection>()
  let sendsClose = false
  let idleDeadline: number | undefined
  const policy: ClosePolicy = {
    keepAliveMs,
    sendsClose: () => sendsClose,
    idleDeadline: () => idleDeadline,
  }

  function open(socket: Socket): Connection {
    const known = connections.get(socket)
    if (known) return known
    const connection = createConnection(socket, policy)
    connections.set(socket, connection)
    socket.once('close', () => connections.delete(socket))
    if (sendsClose) connection.sendClose()
    connection.closeWhenIdle()
    return connection
  }

  return {
    get responses() {
      return [...connections.values()].flatMap(({ responses }) => [...responses])
    },
    get incomplete() {
      return [...connections].filter(([, each]) => each.isIncomplete).map(([socket]) => socket)
    },
    open: (socket) => void open(socket),
    forget(socket) {
      connections.get(socket)?.forget()
      connections.delete(socket)
    },
    begin: (req, res) => open(req.socket).begin(req, res),
    sendClose() {
      if (sendsClose) return
      sendsClose = true
      for (const connection of connections.values()) connection.sendClose()
    },
    closeIdle(deadline) {
      idleDeadline = deadline
      for (const connection of connections.values()) connection.closeWhenIdle()
    },
    takeOverTimeout: (socket) => connections.get(socket)?.takeOverTimeout() ?? false,
    destroy() {
      for (const socket of connections.keys()) socket.destroy()
    },
  }
}
