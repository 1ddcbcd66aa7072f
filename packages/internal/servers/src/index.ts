export { type Blackhole, blackhole } from './blackhole.ts'
export { certificate } from './certificate.ts'
export { type Dns, type DnsMode, startDns } from './dns.ts'
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
} from './faults.ts'
export type { PostgresOptions } from './launch.ts'
export {
  canIsolate,
  type IsolatedOptions,
  type IsolatedResult,
  runIsolated,
  skipsIsolation,
} from './namespace.ts'
export { type Postgres, startPostgres } from './postgres.ts'
export { type ProxyMode, type ProxyServer, proxy } from './proxy.ts'
