import { type Address, blackhole, proxy as openProxy, type ProxyServer } from '@readyz/conformance'
import { type Dns, startDns } from '@readyz/servers'

/**
 * How an application reaches its server.
 * - `proxy`: through a proxy.
 * - `server`: at the address of the server.
 * - `blackhole`: at an address that drops all packets until `endBlackhole` opens a proxy there.
 * - `name`: by a host name. This requires a network namespace.
 */
export type EndpointKind = 'proxy' | 'server' | 'blackhole' | 'name'

/** The address that an application is given for its server. */
export interface Endpoint extends Address {
  /** @throws Error if there is no proxy, or none yet */
  readonly proxy: ProxyServer
  /** @throws Error if the server is not reached by a host name */
  readonly dns: Dns
  /** Opens a proxy in place of the black hole. Does nothing for the other kinds. */
  endBlackhole(): Promise<void>
  close(): Promise<void>
}

export async function openEndpoint(server: Address, kind: EndpointKind): Promise<Endpoint> {
  if (kind === 'blackhole') return openBlackhole(server)
  const proxy = kind === 'proxy' ? await openProxy(server) : undefined
  const dns = kind === 'name' ? await startDns() : undefined
  const { host, port } = proxy ?? server
  return {
    host: dns ? 'server.example' : host,
    port,
    get proxy() {
      return assertDefined(proxy, 'there is no proxy between the application and its server')
    },
    get dns() {
      return assertDefined(dns, 'the application does not use a host name for its server')
    },
    endBlackhole: async () => {},
    close: async () => void (await Promise.all([proxy?.close(), dns?.close()])),
  }
}

async function openBlackhole(server: Address): Promise<Endpoint> {
  const hole = await blackhole()
  const { host, port } = hole
  let proxy: ProxyServer | undefined
  return {
    host,
    port,
    get proxy() {
      return assertDefined(proxy, 'the black hole has not been replaced by a proxy yet')
    },
    get dns() {
      return assertDefined<Dns>(undefined, 'the application does not use a host name')
    },
    async endBlackhole() {
      await hole.release()
      proxy = await openProxy(server, { port })
    },
    async close() {
      await (proxy ? proxy.close() : hole.release())
    },
  }
}

function assertDefined<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new Error(message)
  return value
}
