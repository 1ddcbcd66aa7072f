export { leaksSince, type Resources, resources } from '@readyz/conformance'
export { type Application, max, type PoolApplication } from './application.ts'
export type { EndpointKind } from './endpoint.ts'
export { type FuzzOptions, type FuzzSubject, fuzz } from './fuzz.ts'
export {
  brief,
  generous,
  type Harness,
  type HarnessOptions,
  openHarness,
  type Setup,
} from './harness.ts'
export { memjsApplication } from './memjs.ts'
export { type Frame, type Framing, mutate, random } from './mutate.ts'
export { mysql2Application } from './mysql2.ts'
export { socketsTo, waitUntil } from './open-sockets.ts'
export { pgApplication } from './pg.ts'
export { type RedisApplication, type RedisCommands, redisApplication } from './redis.ts'
export { type ReplayOptions, record, replay, type Turn } from './replay.ts'
export { versionOf } from './version.ts'
