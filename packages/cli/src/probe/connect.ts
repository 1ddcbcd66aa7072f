import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'

import { destroyOnAbort, openSocket } from '@readyz/net'

import { passThrough } from './pass-through.ts'
import { followRecords } from './tls-records.ts'
import { waitForEvent } from './wait-for-event.ts'

export interface Connection {
  readonly stream: Duplex
  readonly isHttp2: boolean
  /** Whether the connection ended in the middle of a TLS record. Call it after the end. */
  isTruncated(): boolean
}

// The ciphers of the kubelet's TLS client: no RSA key exchange, no DHE, and CBC only with SHA-1.
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  ...['ECDSA', 'RSA'].flatMap((key) =>
    ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-SHA', 'AES256-SHA'].map(
      (cipher) => `ECDHE-${key}-${cipher}`,
    ),
  ),
].join(':')

/** Opens a dedicated connection without a proxy. It is destroyed when the signal fires. */
export async function connect(
  url: URL,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<Connection> {
  const socket = openSocket(signal)
  try {
    return await establish(socket, url, ca, signal)
  } catch (error) {
    // For example, Node may reject the TLS options. Without this line the socket would stay open
    // until the signal fires.
    socket.destroy()
    throw error
  }
}

async function establish(
  socket: Socket,
  url: URL,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<Connection> {
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // Allows `rejectReset` to write after the server has ended the connection.
  socket.allowHalfOpen = true
  socket.connect({ host, port: Number(url.port) || (isSecure ? 443 : 80) })
  await waitForEvent(socket, 'connect')
  const bytes = destroyOnAbort(
    signal,
    passThrough(socket, noop, () => rejectReset(socket)),
  )
  if (!isSecure) return { stream: bytes, isHttp2: false, isTruncated: () => false }
  const { stream: records, isWithinRecord } = followRecords(bytes)
  const stream = connectTls({
    socket: destroyOnAbort(signal, records),
    // Without `ca` no certificate is verified, as in the kubelet.
    rejectUnauthorized: ca !== undefined,
    ca,
    host,
    servername: isIP(host) ? '' : host,
    ALPNProtocols: ['h2', 'http/1.1'],
    minVersion: 'TLSv1.2',
    ciphers,
  })
  destroyOnAbort(signal, stream)
  await waitForEvent(stream, 'secureConnect')
  rejectNegativeSerial(stream)
  return { stream, isHttp2: stream.alpnProtocol === 'h2', isTruncated: isWithinRecord }
}

// libuv reports a reset that arrives together with the last bytes as a normal end. After a reset,
// even a write of zero bytes fails.
function rejectReset(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(Buffer.alloc(0), (error) => (error ? reject(error) : resolve()))
  })
}

const noop = () => {}

// The kubelet parses the certificate without verifying it, and its parser rejects this.
function rejectNegativeSerial(stream: TLSSocket): void {
  const { serialNumber } = stream.getPeerX509Certificate() ?? {}
  if (!serialNumber?.startsWith('-')) return
  throw new Error('the certificate has a negative serial number')
}
