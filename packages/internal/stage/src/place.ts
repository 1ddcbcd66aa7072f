import { type Address, blackhole, type ProxyServer, proxy } from '@readyz/servers'

/**
 * Where an application finds its server: behind a proxy, at the server's own address, or at one that drops all packets
 * until `open` puts a proxy there.
 */
export type Where = 'proxy' | 'server' | 'hole'

export interface Place extends Address {
  /** @throws Error where there is no proxy, or not yet */
  readonly way: ProxyServer
  open(): Promise<void>
  close(): Promise<void>
}

export async function openPlace(server: Address, where: Where): Promise<Place> {
  if (where === 'hole') return openHole(server)
  const way = where === 'proxy' ? await proxy(server) : undefined
  const { host, port } = way ?? server
  return {
    host,
    port,
    get way() {
      return demandWay(way)
    },
    open: async () => {},
    close: async () => way?.close(),
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
      return demandWay(way)
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

function demandWay(way: ProxyServer | undefined): ProxyServer {
  if (way === undefined) throw new Error('no proxy stands between the application and its server')
  return way
}
