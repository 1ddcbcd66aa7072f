import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of HTTP/1 of one server, and the requests under way on them. */
export interface Http1 {
  readonly requests: number
  open(socket: Socket): void
  /** The connection is none of HTTP/1 any more. */
  forget(socket: Socket): void
  /** A request has come. `false` if it is not to be answered, nor looked at. */
  begin(req: IncomingMessage, res: ServerResponse): boolean
  /** From now on answers say that their connection closes behind them. */
  announce(): void
  /** Closes what is idle, and from now on what becomes so, after a time in which nothing came. */
  close(quietMs: number): void
  cut(): void
}

interface Connection {
  readonly socket: Socket
  /** In the order of their requests, which is the order in which they are sent. */
  readonly pending: Set<ServerResponse>
}

export function createHttp1(): Http1 {
  const connections = new Map<Socket, Connection>()
  const told = new WeakSet<ServerResponse>()
  let isAnnounced = false
  let quiet: number | undefined

  function watch(socket: Socket): Connection {
    const known = connections.get(socket)
    if (known) return known
    const connection: Connection = { socket, pending: new Set() }
    connections.set(socket, connection)
    socket.once('close', () => connections.delete(socket))
    closeWhenQuiet(connection)
    return connection
  }

  // Not at once: a client that has not been told may have sent its next request already. It is answered, and told.
  function closeWhenQuiet(connection: Connection): void {
    const { socket, pending } = connection
    if (quiet === undefined || pending.size > 0) return
    const { bytesRead } = socket
    setTimeout(() => {
      if (pending.size > 0 || connections.get(socket) !== connection) return
      if (socket.bytesRead === bytesRead) socket.destroySoon()
      else closeWhenQuiet(connection)
    }, quiet)
  }

  function tell(res: ServerResponse | undefined): void {
    if (res === undefined || res.headersSent) return
    res.setHeader('Connection', 'close')
    told.add(res)
  }

  /** Of pipelined requests only the last may say so; what comes behind it must not be looked at (RFC 9112, 9.6). */
  function takeBack(res: ServerResponse | undefined): boolean {
    if (res === undefined || !told.has(res)) return true
    if (res.headersSent) return res.getHeader('connection') !== 'close'
    res.setHeader('Connection', 'keep-alive')
    told.delete(res)
    return true
  }

  return {
    get requests() {
      return [...connections.values()].reduce((total, { pending }) => total + pending.size, 0)
    },
    open: watch,
    forget: (socket) => void connections.delete(socket),
    begin(req, res) {
      const connection = watch(req.socket)
      const { pending } = connection
      if (pending.has(res)) return true
      if (!takeBack(lastOf(pending))) return false
      pending.add(res)
      res.once('close', () => {
        pending.delete(res)
        closeWhenQuiet(connection)
      })
      if (isAnnounced) tell(res)
      return true
    },
    announce() {
      if (isAnnounced) return
      isAnnounced = true
      for (const { pending } of connections.values()) tell(lastOf(pending))
    },
    close(quietMs) {
      quiet = quietMs
      for (const connection of connections.values()) closeWhenQuiet(connection)
    },
    cut() {
      for (const socket of connections.keys()) socket.destroy()
    },
  }
}

const lastOf = (pending: ReadonlySet<ServerResponse>) => [...pending].at(-1)
