import { type Blackhole, blackhole } from '../faults/blackhole.ts'
import { freePort, host } from '../faults/port.ts'
import { type ProxyServer, proxy } from '../faults/proxy.ts'
import type { Address, FaultServer } from '../faults/servers.ts'

/** A port of loopback where now this stands, now that, and at first nobody. */
export interface Endpoint extends Address {
  /** Nobody stands there any more. */
  close(): Promise<void>
  listen(open: (port: number) => Promise<FaultServer>): Promise<FaultServer>
  openBlackhole(): Promise<Blackhole>
  /** A way to a real server. */
  openProxy(to: Address): Promise<ProxyServer>
}

export async function openEndpoint(): Promise<Endpoint> {
  const port = await freePort()
  let leave = async () => {}

  async function close(): Promise<void> {
    const left = leave
    leave = async () => {}
    await left()
  }

  async function replaceWith<T extends Address>(
    open: () => Promise<T>,
    end: (it: T) => Promise<void>,
  ) {
    await close()
    const opened = await open()
    leave = () => end(opened)
    return opened
  }

  return {
    host,
    port,
    close,
    listen: (open) =>
      replaceWith(
        () => open(port),
        (server) => server.close(),
      ),
    openBlackhole: () =>
      replaceWith(
        () => blackhole({ port }),
        (hole) => hole.release(),
      ),
    openProxy: (to) =>
      replaceWith(
        () => proxy(to, { port }),
        (way) => way.close(),
      ),
  }
}
