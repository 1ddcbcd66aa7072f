import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import {
  type ClosePolicy,
  createKeepAliveConnection,
  type KeepAliveConnection,
} from './keep-alive-connection.ts'

/** The HTTP/1 connections of one server. */
export interface Http1Connections {
  /** The responses of requests in flight. */
  readonly responses: readonly ServerResponse[]
  /** Connections on which only a part of a request has arrived. */
  readonly incomplete: readonly Socket[]
  open(socket: Socket): void
  /** Stops the tracking of a connection that is no longer HTTP/1. */
  forget(socket: Socket): void
  /** Records a request. Returns `false` if the request must be discarded. */
  begin(req: IncomingMessage, res: ServerResponse): boolean
  /** Makes all further responses say `Connection: close`. */
  sendClose(): void
  /**
   * Closes each idle connection, and each that becomes idle, when its keep-alive time has passed.
   * At `deadline`, as by `performance.now()`, all idle connections are closed.
   */
  closeIdle(deadline: number): void
  /**
   * Handles Node's keep-alive timeout: schedules the end of an idle connection. Returns `false` if
   * it is not idle.
   */
  takeOverTimeout(socket: Socket): boolean
  destroy(): void
}

// The default of `keepAliveTimeoutBuffer` in newer versions of Node. A request may be on its way
// when the timeout ends.
const bufferMs = 1000

/**
 * Milliseconds after which the server closes an idle connection: its keep-alive timeout and a
 * buffer.
 */
export function keepAliveMsOf(server: object): number {
  const { keepAliveTimeout, keepAliveTimeoutBuffer } = server as Record<string, number | undefined>
  // 0 means no limit.
  return (keepAliveTimeout || Infinity) + (keepAliveTimeoutBuffer ?? bufferMs)
}

export function createHttp1Connections(keepAliveMs: () => number): Http1Connections {
  const connections = new Map<Socket, KeepAliveConnection>()
  let sendsClose = false
  let idleDeadline: number | undefined
  const policy: ClosePolicy = {
    keepAliveMs,
    sendsClose: () => sendsClose,
    idleDeadline: () => idleDeadline,
  }

  function open(socket: Socket): KeepAliveConnection {
    const known = connections.get(socket)
    if (known) return known
    const connection = createKeepAliveConnection(socket, policy)
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
