import { type Address, blackhole, type ProxyServer, proxy } from '@readyz/conformance'
import { type Dns, startDns } from '@readyz/servers'

/**
 * Where an application finds its server: behind a proxy, at the server's own address, at one that drops all packets
 * until `open` puts a proxy there, or by a name, which takes a network of its own.
 */
export type Where = 'proxy' | 'server' | 'hole' | 'name'

export interface Place extends Address {
  /** @throws Error where there is no proxy, or not yet */
  readonly way: ProxyServer
  /** @throws Error where the server is not found by a name */
  readonly dns: Dns
  open(): Promise<void>
  close(): Promise<void>
}

export async function openPlace(server: Address, where: Where): Promise<Place> {
  if (where === 'hole') return openHole(server)
  const way = where === 'proxy' ? await proxy(server) : undefined
  const dns = where === 'name' ? await startDns() : undefined
  const { host, port } = way ?? server
  return {
    host: dns ? 'server.example' : host,
    port,
    get way() {
      return demand(way, 'no proxy stands between the application and its server')
    },
    get dns() {
      return demand(dns, 'the server is not found by a name')
    },
    open: async () => {},
    close: async () => void (await Promise.all([way?.close(), dns?.close()])),
  }
}

async function openHole(server: Address): Promise<Place> {
  const hole = await blackhole()
  const { host, port } = hole
  let way: ProxyServer | undefined
  return {
    host,
    port,
    get way() {
      return demand(way, 'the hole is not open')
    },
    get dns() {
      return demand<Dns>(undefined, 'the server is not found by a name')
    },
    async open() {
      await hole.release()
      way = await proxy(server, { port })
    },
    async close() {
      await (way ? way.close() : hole.release())
    },
  }
}

function demand<T>(value: T | undefined, complaint: string): T {
  if (value === undefined) throw new Error(complaint)
  return value
}
