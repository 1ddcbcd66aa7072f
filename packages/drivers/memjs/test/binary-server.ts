import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Address } from '@readyz/conformance'

/**
 * The fields of a response that a check reads, and its body. Default: the response of memcached to
 * a NOOP.
 */
export interface ResponseFields {
  readonly magic?: number
  readonly opcode?: number
  readonly status?: number
  readonly opaque?: number
  readonly body?: string
  /** The length of the body in the header. Default: its actual length. */
  readonly length?: number
}

export function response(fields: ResponseFields = {}): Buffer {
  const { magic = 0x81, opcode = 0x0a, status = 0, opaque = 1, body = '' } = fields
  const bytes = Buffer.alloc(24 + body.length)
  bytes.writeUInt8(magic, 0)
  bytes.writeUInt8(opcode, 1)
  bytes.writeUInt16BE(status, 6)
  bytes.writeUInt32BE(fields.length ?? body.length, 8)
  bytes.writeUInt32BE(opaque, 12)
  bytes.write(body, 24)
  return bytes
}

export interface ScriptedServer extends Address {
  close(): Promise<void>
}

/** Starts a server that passes each request to the function. */
export async function startScriptedServer(
  onRequest: (socket: Socket, request: Buffer) => unknown,
): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (request: Buffer) => void onRequest(socket, request))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
