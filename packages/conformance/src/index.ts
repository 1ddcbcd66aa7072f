export { adapterConformance } from './adapter/conformance.ts'
export type { Quirks, Serve, Served } from './adapter/stage.ts'
export { serversConformance } from './driver/among.ts'
export { driverConformance } from './driver/conformance.ts'
export { createOwnClock } from './driver/own-clock.ts'
export { more, type Resources, resources, soon } from './driver/resources.ts'
export type { Application, Open, OpenAll, Pool, Server, Subject } from './driver/subject.ts'
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
