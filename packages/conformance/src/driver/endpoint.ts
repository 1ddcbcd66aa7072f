import { type Blackhole, blackhole } from '../faults/blackhole.ts'
import type { Address, FaultServer } from '../faults/fault-servers.ts'
import { freePort, host } from '../faults/free-port.ts'
import { type ProxyServer, proxy } from '../faults/proxy.ts'

/** A loopback port on which different servers listen in turn. At first no server listens. */
export interface Endpoint extends Address {
  /** Closes the current server. The port then refuses connections. */
  close(): Promise<void>
  /** Replaces the current server. */
  listen(open: (port: number) => Promise<FaultServer>): Promise<FaultServer>
  /** Replaces the current server with a black hole. */
  openBlackhole(): Promise<Blackhole>
  /** Replaces the current server with a proxy to a real server. */
  openProxy(target: Address): Promise<ProxyServer>
}

export async function openEndpoint(): Promise<Endpoint> {
  const port = await freePort()
  let closeCurrent = async () => {}

  async function close(): Promise<void> {
    const closeNow = closeCurrent
    closeCurrent = async () => {}
    await closeNow()
  }

  async function replace<T>(open: () => Promise<T>, closeOpened: (opened: T) => Promise<void>) {
    await close()
    const opened = await open()
    closeCurrent = () => closeOpened(opened)
    return opened
  }

  return {
    host,
    port,
    close,
    listen: (open) =>
      replace(
        () => open(port),
        (server) => server.close(),
      ),
    openBlackhole: () =>
      replace(
        () => blackhole({ port }),
        (hole) => hole.release(),
      ),
    openProxy: (target) =>
      replace(
        () => proxy(target, { port }),
        (opened) => opened.close(),
      ),
  }
}
