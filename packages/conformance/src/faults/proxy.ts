import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, type FaultServer, serve } from './fault-servers.ts'

/**
 * How the proxy forwards:
 *
 * - `pass`: at once.
 * - `drop`: not at all. A connection that was open in this mode stays dropped in the other modes.
 * - `trickle`: to the client one byte every `interval` milliseconds.
 * - `delay`: to the client `delay` milliseconds after the server has sent it.
 */
export type ProxyMode = 'pass' | 'drop' | 'trickle' | 'delay'

/** A TCP proxy. If its target is down, it resets the client's connection. */
export interface ProxyServer extends FaultServer {
  mode: ProxyMode
  /** The server of new connections. */
  target: Address
  /** Milliseconds by which mode `delay` delays what the server sends. */
  delay: number
  /** Milliseconds between two bytes in mode `trickle`. */
  interval: number
  /** Called before data of the client is forwarded to the server. */
  onRequest: (() => void) | undefined
  /** Called before data of the server is forwarded to the client. */
  onResponse: (() => void) | undefined
  /** Resets all open connections. */
  cut(): void
}

interface Link {
  readonly client: Socket
  readonly server: Socket | undefined
  isDropped: boolean
}

// Node never closes a socket that is reset after it was ended.
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}

/** Opens a proxy to `target`. Default: any port. */
export async function proxy(
  target: Address,
  options: { readonly port?: number } = {},
): Promise<ProxyServer> {
  const links = new Set<Link>()
  let mode: ProxyMode = 'pass'

  const trickle = async (link: Link, bytes: Buffer): Promise<void> => {
    await sleep(self.interval, undefined, { ref: false })
    if (link.isDropped) return
    const size = mode === 'trickle' ? 1 : bytes.length
    link.client.write(bytes.subarray(0, size))
    if (size < bytes.length) await trickle(link, bytes.subarray(size))
  }
  const sendToClient = async (link: Link, bytes: Buffer, receivedAt: number) => {
    if (mode === 'trickle') return trickle(link, bytes)
    const wait = mode === 'delay' ? receivedAt + self.delay - Date.now() : 0
    if (wait > 0) await sleep(wait, undefined, { ref: false })
    if (!link.isDropped) link.client.write(bytes)
  }

  const forward = (link: Link, server: Socket) => {
    const { client } = link
    // Forwards in order, also if the mode changes while data is delayed.
    let forwarded = Promise.resolve()
    const enqueue = (step: () => Promise<void> | void) => {
      forwarded = forwarded.then(step)
    }
    server.on('data', (bytes: Buffer) => {
      const receivedAt = Date.now()
      self.onResponse?.()
      enqueue(() => sendToClient(link, bytes, receivedAt))
    })
    server.on('end', () => enqueue(() => void (link.isDropped || client.end())))
    server.on('error', () => enqueue(() => void (link.isDropped || reset(client))))
    client.on('data', (bytes: Buffer) => {
      self.onRequest?.()
      if (!link.isDropped) server.write(bytes)
    })
    client.on('end', () => void (link.isDropped || server.end()))
    client.on('error', () => void (link.isDropped || reset(server)))
  }

  const listener = await serve((client) => {
    const { host, port } = self.target
    const server = mode === 'drop' ? undefined : connect({ host, port, allowHalfOpen: true })
    const link: Link = { client, server, isDropped: server === undefined }
    links.add(link)
    client.resume()
    // If packets are dropped, the server does not receive the client's close.
    client.on('close', () => link.isDropped || links.delete(link))
    if (server) forward(link, server)
  }, options.port)

  const cut = () => {
    for (const { client, server } of links) {
      reset(client)
      if (server) reset(server)
    }
  }
  const self: ProxyServer = {
    host: listener.host,
    port: listener.port,
    get connections() {
      return listener.connections
    },
    get accepted() {
      return listener.accepted
    },
    get mode() {
      return mode
    },
    set mode(next) {
      mode = next
      if (mode === 'drop') for (const link of links) link.isDropped = true
    },
    target,
    delay: 700,
    interval: 200,
    onRequest: undefined,
    onResponse: undefined,
    cut,
    close() {
      cut()
      return listener.close()
    },
  }
  return self
}
