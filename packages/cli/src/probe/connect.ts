import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as secure } from 'node:tls'
import { guard, openSocket } from '@readyz/net'
import { first } from './answer.ts'

export interface Connection {
  readonly stream: Duplex
  readonly isHttp2: boolean
}

/** A connection of its own, without any proxy, which is gone when the signal fires. */
export async function connect(url: URL, signal: AbortSignal): Promise<Connection> {
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const socket = openSocket(signal)
  socket.connect({ host, port: Number(url.port) || (isSecure ? 443 : 80) })
  if (!isSecure) return { stream: socket, isHttp2: false }
  const stream = secure({
    socket,
    // The kubelet asks whether a process serves, not who it is: it verifies no certificate.
    rejectUnauthorized: false,
    servername: isIP(host) ? '' : host,
    ALPNProtocols: ['h2', 'http/1.1'],
  })
  guard(signal, stream)
  await first(stream, 'secureConnect')
  return { stream, isHttp2: stream.alpnProtocol === 'h2' }
}
