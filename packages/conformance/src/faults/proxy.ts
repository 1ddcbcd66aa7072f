import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, type FaultServer, serve } from './servers.ts'

/**
 * `drop` neither forwards nor answers, and what it made deaf stays deaf, as behind a black hole;
 * `trickle` lets one byte per `pause` milliseconds through to the client; `late` holds back what the server
 * says for `delay` milliseconds.
 */
export type ProxyMode = 'pass' | 'drop' | 'trickle' | 'late'

/** Forwards to a server, as badly as it is told to; a server that is down resets the client. */
export interface ProxyServer extends FaultServer {
  mode: ProxyMode
  /** Where new connections lead. */
  target: Address
  delay: number
  pause: number
  /** Called before something of a client goes on to the server. */
  onRequest: (() => void) | undefined
  /** Called before something of the server goes on to its client. */
  onAnswer: (() => void) | undefined
  /** Resets all current connections. */
  cut(): void
}

interface Link {
  readonly client: Socket
  readonly server: Socket | undefined
  isDeaf: boolean
}

// One that is being shut down cannot be reset any more: node would never close it.
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}

/** A switchable way to a server, on a port of its own or one that is given. */
export async function proxy(
  first: Address,
  options: { readonly port?: number } = {},
): Promise<ProxyServer> {
  const links = new Set<Link>()
  let mode: ProxyMode = 'pass'

  const trickle = async (link: Link, bytes: Buffer): Promise<void> => {
    await sleep(way.pause, undefined, { ref: false })
    if (link.isDeaf) return
    const size = mode === 'trickle' ? 1 : bytes.length
    link.client.write(bytes.subarray(0, size))
    if (size < bytes.length) await trickle(link, bytes.subarray(size))
  }
  const deliver = async (link: Link, bytes: Buffer, arrived: number) => {
    if (mode === 'trickle') return trickle(link, bytes)
    const wait = mode === 'late' ? arrived + way.delay - Date.now() : 0
    if (wait > 0) await sleep(wait, undefined, { ref: false })
    if (!link.isDeaf) link.client.write(bytes)
  }

  const join = (link: Link, server: Socket) => {
    const { client } = link
    // One after the other, so that a change of mode cannot overtake what is on its way.
    let delivered = Promise.resolve()
    const then = (step: () => Promise<void> | void) => {
      delivered = delivered.then(step)
    }
    server.on('data', (bytes: Buffer) => {
      const arrived = Date.now()
      way.onAnswer?.()
      then(() => deliver(link, bytes, arrived))
    })
    server.on('end', () => then(() => void (link.isDeaf || client.end())))
    server.on('error', () => then(() => void (link.isDeaf || reset(client))))
    client.on('data', (bytes: Buffer) => {
      way.onRequest?.()
      if (!link.isDeaf) server.write(bytes)
    })
    client.on('end', () => void (link.isDeaf || server.end()))
    client.on('error', () => void (link.isDeaf || reset(server)))
  }

  const front = await serve((client) => {
    const server =
      mode === 'drop'
        ? undefined
        : connect({ host: way.target.host, port: way.target.port, allowHalfOpen: true })
    const link: Link = { client, server, isDeaf: server === undefined }
    links.add(link)
    client.resume()
    // Behind a black hole the server does not learn that the client is gone.
    client.on('close', () => link.isDeaf || links.delete(link))
    if (server) join(link, server)
  }, options.port)

  const cut = () => {
    for (const { client, server } of links) {
      reset(client)
      if (server) reset(server)
    }
  }
  const way: ProxyServer = {
    host: front.host,
    port: front.port,
    get connections() {
      return front.connections
    },
    get accepted() {
      return front.accepted
    },
    get mode() {
      return mode
    },
    set mode(next) {
      mode = next
      if (mode === 'drop') for (const link of links) link.isDeaf = true
    },
    target: first,
    delay: 700,
    pause: 200,
    onRequest: undefined,
    onAnswer: undefined,
    cut,
    close() {
      cut()
      return front.close()
    },
  }
  return way
}
