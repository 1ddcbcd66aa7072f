import type { Server, Socket } from 'node:net'

/** The TLS handshakes of one server that have not finished. */
export interface Handshakes {
  /** Whether a connection of the server begins with one. */
  readonly isSecure: boolean
  /** `false` if the end of the handshake could not be recognized. */
  begin(socket: Socket): boolean
  /** The handshake of this socket has finished: gives the one below it. */
  finish(secure: Socket): Socket | undefined
  has(socket: Socket): boolean
}

/** By the address of the peer, because the socket that comes out of a handshake does not show the one below it. */
export function createHandshakes(server: Server): Handshakes {
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
