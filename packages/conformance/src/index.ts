export { adapterConformance, type Test } from './adapter/conformance.ts'
export type { Quirks, Serve, Served } from './adapter/stage.ts'
export { type Blackhole, blackhole } from './faults/blackhole.ts'
export { freePort, host } from './faults/port.ts'
export { type ProxyMode, type ProxyServer, proxy } from './faults/proxy.ts'
export {
  type Address,
  closes,
  type FaultServer,
  garbage,
  refused,
  resets,
  says,
  silent,
  speaksHttp,
} from './faults/servers.ts'
