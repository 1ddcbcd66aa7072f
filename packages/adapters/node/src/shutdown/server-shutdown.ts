import type { Server } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  type ConnectionTracker,
  type OpenResponse,
  trackConnections,
} from './connection-tracker.ts'

/** The number of requests and connections that were open at the time limit. */
export interface OpenAtLimit {
  readonly requests: number
  /** Connections on which only a part of a request has arrived. */
  readonly incomplete: number
  /** Connections on which only a part of a TLS handshake has arrived. */
  readonly handshakes: number
  readonly upgraded: number
}

/**
 * Called with everything that is open when the server stops accepting, and again every `repeatMs`.
 */
export interface CloseHooks {
  readonly closeUpgraded: (sockets: readonly Duplex[]) => void
  readonly closeStreaming: (responses: readonly OpenResponse[]) => void
}

// An application may complete an upgrade or start a stream after the first call, because it does
// asynchronous work before.
const repeatMs = 500

/** The shutdown of one server. */
export interface ServerShutdown {
  /**
   * Whether the server may receive requests: it listens, has connections, or receives those of
   * another server.
   */
  readonly isServing: boolean
  /** The number of connections that the server has accepted. */
  readonly accepted: number
  /**
   * Starts the drain. The server still accepts. `onClosed` is called if other code closes the
   * server.
   */
  startDraining(onClosed: () => void): void
  /** Makes all further responses say `Connection: close`. */
  sendConnectionClose(): void
  /**
   * Stops accepting, and closes idle connections by `idleDeadline`. Resolves when no connection is
   * open.
   */
  close(idleDeadline: number): Promise<void>
  /** Destroys all connections, and returns what was open. */
  destroy(): OpenAtLimit
}

type Phase = 'serving' | 'draining' | 'closing'

export function createServerShutdown(server: Server, hooks: CloseHooks): ServerShutdown {
  let phase: Phase = 'serving'
  let receivesConnections = false
  const tracker = trackConnections(server, {
    onConnection: () => {
      receivesConnections ||= !server.listening && phase === 'serving'
    },
    ignoresTimeout: () => phase !== 'serving' && server.listenerCount('timeout') === 0,
    // The server was still starting when it was closed.
    onListening: () => void (phase === 'closing' && server.close()),
  })
  const { http1, http2, upgraded } = tracker

  function callHooks(): void {
    const sockets = [...upgraded].filter(isOpen)
    const responses = [...http1.responses, ...http2.responses].filter(isOpen)
    if (sockets.length > 0) hooks.closeUpgraded(sockets)
    if (responses.length > 0) hooks.closeStreaming(responses)
  }

  return {
    get isServing() {
      return server.listening || receivesConnections || tracker.sockets.size > 0
    },
    get accepted() {
      return tracker.accepted
    },
    startDraining(onClosed) {
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
      // `server.close` does not wait for connections that another server has accepted.
      await Promise.all([closed, tracker.ended()])
      clearInterval(repeated)
    },
    destroy: () => destroyAll(tracker),
  }
}

const isOpen = ({ writableEnded }: { readonly writableEnded: boolean }) => !writableEnded

/**
 * `close` of Node calls `closeIdleConnections`, which destroys connections with a request that is
 * not read yet.
 */
function keepIdleConnections(server: Server): void {
  Object.assign(server, { closeIdleConnections: () => {} })
}

function destroyAll({
  http1,
  http2,
  upgraded,
  sockets,
  handshakes,
}: ConnectionTracker): OpenAtLimit {
  const { incomplete } = http1
  const open = {
    requests: http1.responses.length + http2.responses.length,
    incomplete: incomplete.filter((socket) => !handshakes.has(socket)).length,
    handshakes: incomplete.filter((socket) => handshakes.has(socket)).length,
    upgraded: upgraded.size,
  }
  http1.destroy()
  http2.destroy()
  for (const socket of [...upgraded, ...sockets]) socket.destroy()
  return open
}
