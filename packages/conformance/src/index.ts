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
export { more, type Resources, resources, soon } from './driver/leaks.ts'
export { serversConformance } from './driver/multi-server.ts'
export { createOwnClock } from './driver/process-clock.ts'
export { type Blackhole, blackhole } from './faults/blackhole.ts'
export { freePort, host } from './faults/port.ts'
export { type ProxyMode, type ProxyServer, proxy } from './faults/proxy.ts'
export {
  type Address,
  closes,
  closesWhenAsked,
  drips,
  type FaultServer,
  floods,
  garbage,
  refused,
  resets,
  resetsWhenAsked,
  says,
  silent,
  speaksHttp,
} from './faults/servers.ts'
export type { Test } from './test.ts'
