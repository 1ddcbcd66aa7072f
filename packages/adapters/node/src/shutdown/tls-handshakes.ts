import type { Server, Socket } from 'node:net'

/** The unfinished TLS handshakes of one server. */
export interface TlsHandshakes {
  /** Whether the server uses TLS. */
  readonly isSecure: boolean
  /** Records a new connection. Returns `false` if `finish` could not find it again. */
  begin(socket: Socket): boolean
  /** Ends the handshake of a TLS socket. Returns the TCP socket below it. */
  finish(secure: Socket): Socket | undefined
  has(socket: Socket): boolean
}

/**
 * Finds sockets by the address of the peer, because a TLS socket does not expose the TCP socket
 * below it.
 */
export function createTlsHandshakes(server: Server): TlsHandshakes {
  const sockets = new Map<string, Socket>()
  return {
    isSecure: 'setSecureContext' in server,
    begin(socket) {
      const peer = peerOf(socket)
      if (peer === undefined) return false
      sockets.set(peer, socket)
      socket.once('close', () => {
        if (sockets.get(peer) === socket) sockets.delete(peer)
      })
      return true
    },
    finish(secure) {
      const peer = peerOf(secure) ?? ''
      const socket = sockets.get(peer)
      sockets.delete(peer)
      return socket
    },
    has: (socket) => sockets.get(peerOf(socket) ?? '') === socket,
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): string | undefined {
  return remotePort === undefined ? undefined : `${remoteAddress} ${remotePort}`
}
