export { adapterConformance } from './adapter/conformance.ts'
export type { Quirks, Serve, Served } from './adapter/harness.ts'
export { driverConformance } from './driver/conformance.ts'
export type {
  Application,
  DriverUnderTest,
  Open,
  OpenAll,
  Pool,
  Server,
} from './driver/driver-under-test.ts'
export { leaksSince, type Resources, resources } from './driver/leaks.ts'
export { serversConformance } from './driver/multi-server.ts'
export { createProcessClock } from './driver/process-clock.ts'
export { waitUntil } from './driver/wait.ts'
export { type Blackhole, blackhole } from './faults/blackhole.ts'
export {
  type Address,
  closes,
  closesOnRequest,
  type FaultServer,
  floods,
  garbage,
  refused,
  resets,
  resetsOnRequest,
  sends,
  silent,
  speaksHttp,
  trickles,
} from './faults/fault-servers.ts'
export { freePort, host } from './faults/free-port.ts'
export { type ProxyMode, type ProxyServer, proxy } from './faults/proxy.ts'
export type { Test } from './test-function.ts'
