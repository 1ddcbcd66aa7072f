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

/**
 * The type of a field: a number within limits, an enumeration, text, a port, an object or a list.
 */
export type FieldType =
  | { readonly whole: readonly [least: number, most: number]; readonly zero?: number }
  | { readonly words: readonly string[] }
  | { readonly object: ObjectName }
  | { readonly list: ObjectName | 'text'; readonly least?: number }
  | 'text'
  | 'headerName'
  | 'port'
  | 'portNumber'

export interface ObjectSchema {
  readonly fields: Readonly<Record<string, FieldType>>
  readonly required?: readonly string[]
  /** Exactly one of these fields is required. */
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
const atLeast = (least: number, zero?: number): FieldType =>
  zero === undefined ? { whole: [least, most] } : { whole: [least, most], zero }
const actions = { exec: { object: 'exec' }, httpGet: { object: 'httpGet' } } as const
const tcpSocket = { object: 'tcpSocket' } as const

/** Requires a type for every field of an API object, and for the given newer fields. */
type Fields<T, Newer extends string = never> = Readonly<Record<keyof T | Newer, FieldType>>

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
// Kubernetes 1.37 added `protocol`.
const httpGet: Fields<HTTPGetAction, 'protocol'> = {
  host: 'text',
  httpHeaders: { list: 'header' },
  path: 'text',
  port: 'port',
  protocol: 'text',
  scheme: { words: ['HTTP', 'HTTPS'] },
}
const handler: Fields<LifecycleHandler> = { ...actions, tcpSocket, sleep: { object: 'sleep' } }
// Kubernetes 1.33 added `stopSignal`.
const lifecycle: Fields<Lifecycle, 'stopSignal'> = {
  postStart: { object: 'handler' },
  preStop: { object: 'handler' },
  stopSignal: 'text',
}
// The API server rejects an empty command.
const exec: Fields<ExecAction> = { command: { list: 'text', least: 1 } }
// Kubernetes 1.37 added `mode`.
const grpc: Fields<GRPCAction, 'mode'> = { port: 'portNumber', service: 'text', mode: 'text' }
const header: Fields<HTTPHeader> = { name: 'headerName', value: 'text' }
const sleep: Fields<SleepAction> = { seconds: atLeast(0) }
const socket: Fields<TCPSocketAction> = { host: 'text', port: 'port' }

/** The schemas of the objects in probes and hooks. */
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
