import type {
  ExecAction,
  GRPCAction,
  HTTPGetAction,
  HTTPHeader,
  Lifecycle,
  LifecycleHandler,
  Probe,
  SleepAction,
  TCPSocketAction,
} from 'kubernetes-types/core/v1.js'

/** What a field may hold: a number within limits, one of some words, text, a port, another object, or a list. */
export type Kind =
  | { readonly whole: readonly [least: number, most: number]; readonly zero?: number }
  | { readonly words: readonly string[] }
  | { readonly object: ObjectName }
  | { readonly list: ObjectName | 'text' }
  | 'text'
  | 'port'
  | 'portNumber'

export interface ObjectSchema {
  readonly fields: Readonly<Record<string, Kind>>
  readonly required?: readonly string[]
  /** Exactly one of these is to be there. */
  readonly oneOf?: readonly string[]
}

export type ObjectName =
  | 'probe'
  | 'lifecycle'
  | 'handler'
  | 'exec'
  | 'httpGet'
  | 'tcpSocket'
  | 'grpc'
  | 'sleep'
  | 'header'

const most = 2 ** 31 - 1
const atLeast = (least: number, zero?: number): Kind =>
  zero === undefined ? { whole: [least, most] } : { whole: [least, most], zero }
const actions = { exec: { object: 'exec' }, httpGet: { object: 'httpGet' } } as const
const tcpSocket = { object: 'tcpSocket' } as const

/** The names of the API's own types, so that none is forgotten or made up, and what is newer than those. */
type Fields<T, Newer extends string = never> = Readonly<Record<keyof T | Newer, Kind>>

const probe: Fields<Probe> = {
  ...actions,
  tcpSocket,
  grpc: { object: 'grpc' },
  initialDelaySeconds: atLeast(0),
  timeoutSeconds: atLeast(1, 1),
  periodSeconds: atLeast(1, 10),
  successThreshold: atLeast(1, 1),
  failureThreshold: atLeast(1, 3),
  terminationGracePeriodSeconds: atLeast(1),
}
// `protocol` came with 1.37.
const httpGet: Fields<HTTPGetAction, 'protocol'> = {
  host: 'text',
  httpHeaders: { list: 'header' },
  path: 'text',
  port: 'port',
  protocol: 'text',
  scheme: { words: ['HTTP', 'HTTPS'] },
}
const handler: Fields<LifecycleHandler> = { ...actions, tcpSocket, sleep: { object: 'sleep' } }
// `stopSignal` came with 1.33.
const lifecycle: Fields<Lifecycle, 'stopSignal'> = {
  postStart: { object: 'handler' },
  preStop: { object: 'handler' },
  stopSignal: 'text',
}
const exec: Fields<ExecAction> = { command: { list: 'text' } }
// `mode` came with 1.37.
const grpc: Fields<GRPCAction, 'mode'> = { port: 'portNumber', service: 'text', mode: 'text' }
const header: Fields<HTTPHeader> = { name: 'text', value: 'text' }
const sleep: Fields<SleepAction> = { seconds: atLeast(0) }
const socket: Fields<TCPSocketAction> = { host: 'text', port: 'port' }

/** The objects of the Kubernetes API that probes and hooks are made of. */
export const schemas: Readonly<Record<ObjectName, ObjectSchema>> = {
  probe: { fields: probe, oneOf: ['exec', 'httpGet', 'tcpSocket', 'grpc'] },
  lifecycle: { fields: lifecycle },
  handler: { fields: handler, oneOf: ['exec', 'httpGet', 'tcpSocket', 'sleep'] },
  exec: { fields: exec, required: ['command'] },
  httpGet: { fields: httpGet, required: ['port'] },
  tcpSocket: { fields: socket, required: ['port'] },
  grpc: { fields: grpc, required: ['port'] },
  sleep: { fields: sleep, required: ['seconds'] },
  // The API accepts a header without a value.
  header: { fields: header, required: ['name'] },
}
