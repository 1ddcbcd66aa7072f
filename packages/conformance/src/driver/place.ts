import { type Blackhole, blackhole } from '../faults/blackhole.ts'
import { freePort, host } from '../faults/port.ts'
import { type ProxyServer, proxy } from '../faults/proxy.ts'
import type { Address, FaultServer } from '../faults/servers.ts'

/** A port of loopback where now this stands, now that, and at first nobody. */
export interface Place extends Address {
  /** Nobody stands there any more. */
  clear(): Promise<void>
  put(open: (port: number) => Promise<FaultServer>): Promise<FaultServer>
  putHole(): Promise<Blackhole>
  /** A way to a real server. */
  putWay(to: Address): Promise<ProxyServer>
}

export async function openPlace(): Promise<Place> {
  const port = await freePort()
  let leave = async () => {}

  async function clear(): Promise<void> {
    const left = leave
    leave = async () => {}
    await left()
  }

  async function put<T extends Address>(open: () => Promise<T>, end: (it: T) => Promise<void>) {
    await clear()
    const opened = await open()
    leave = () => end(opened)
    return opened
  }

  return {
    host,
    port,
    clear,
    put: (open) =>
      put(
        () => open(port),
        (server) => server.close(),
      ),
    putHole: () =>
      put(
        () => blackhole({ port }),
        (hole) => hole.release(),
      ),
    putWay: (to) =>
      put(
        () => proxy(to, { port }),
        (way) => way.close(),
      ),
  }
}
