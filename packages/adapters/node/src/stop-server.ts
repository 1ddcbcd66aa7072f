import type { Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { type OpenResponse, type Traffic, watchTraffic } from './stop-traffic.ts'

/** What has not ended. */
export interface Unfinished {
  readonly requests: number
  /** Connections on which a part of a request has arrived. */
  readonly incomplete: number
  /** Connections on which a part of a TLS handshake has arrived. */
  readonly handshakes: number
  readonly upgraded: number
}

/** Called when the server stops accepting with all that are open, and regularly with those that are still or newly open. */
export interface CloseHooks {
  readonly closeUpgraded: (sockets: readonly Duplex[]) => void
  readonly closeStreaming: (responses: readonly OpenResponse[]) => void
}

// Applications take an upgrade or begin a stream behind asynchronous work, so that one call is too early for some.
const repeatMs = 500

/** A server that is to be stopped one day. */
export interface WatchedServer {
  /** Whether requests may come: it listens, has connections, or is given those that others have accepted. */
  readonly isServing: boolean
  /** Connections accepted so far. */
  readonly accepted: number
  /** It is to be closed, and serves on until then. Tells when somebody else closes it. */
  prepare(onClosed: () => void): void
  /** From now on responses say `Connection: close`. */
  sendConnectionClose(): void
  /** Stops accepting, and closes idle connections. Resolves when no connection is left. */
  close(idleDeadline: number): Promise<void>
  /** Destroys all connections. */
  destroy(): Unfinished
}

type Phase = 'serving' | 'draining' | 'closing'

export function watchServer(server: Server, hooks: CloseHooks): WatchedServer {
  let phase: Phase = 'serving'
  let isFed = false
  const traffic = watchTraffic(server, {
    onConnection: () => {
      isFed ||= !server.listening && phase === 'serving'
    },
    ignoresTimeout: () => phase !== 'serving' && server.listenerCount('timeout') === 0,
    // Of a server that was still starting.
    onListening: () => void (phase === 'closing' && server.close()),
  })
  const { http1, http2, upgraded } = traffic

  function callHooks(): void {
    const sockets = [...upgraded].filter(isOpen)
    const responses = [...http1.responses, ...http2.responses].filter(isOpen)
    if (sockets.length > 0) hooks.closeUpgraded(sockets)
    if (responses.length > 0) hooks.closeStreaming(responses)
  }

  return {
    get isServing() {
      return server.listening || isFed || traffic.sockets.size > 0
    },
    get accepted() {
      return traffic.accepted
    },
    prepare(onClosed) {
      phase = 'draining'
      keepIdleConnections(server)
      const { close } = server
      server.close = (...args) => {
        if (phase === 'draining') onClosed()
        return close.apply(server, args)
      }
    },
    sendConnectionClose: http1.sendClose,
    async close(idleDeadline) {
      phase = 'closing'
      keepIdleConnections(server)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      http1.sendClose()
      http1.closeIdle(idleDeadline)
      http2.close()
      callHooks()
      const repeated = setInterval(callHooks, repeatMs)
      // The server does not count connections that others have accepted.
      await Promise.all([closed, traffic.ended()])
      clearInterval(repeated)
    },
    destroy: () => destroyAll(traffic),
  }
}

const isOpen = ({ writableEnded }: { readonly writableEnded: boolean }) => !writableEnded

/** What `close` of Node calls destroys connections with a request that has arrived and is not read. */
function keepIdleConnections(server: Server): void {
  Object.assign(server, { closeIdleConnections: () => {} })
}

function destroyAll({ http1, http2, upgraded, sockets, handshakes }: Traffic): Unfinished {
  const { incomplete } = http1
  const unfinished = {
    requests: http1.responses.length + http2.responses.length,
    incomplete: incomplete.filter((socket) => !handshakes.has(socket)).length,
    handshakes: incomplete.filter((socket) => handshakes.has(socket)).length,
    upgraded: upgraded.size,
  }
  http1.destroy()
  http2.destroy()
  for (const socket of [...upgraded, ...sockets]) socket.destroy()
  return unfinished
}
