import dns from 'node:dns'
import { EventEmitter } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { performance } from 'node:perf_hooks'

/** Settings of the process that a check must not change, by description. */
export type ProcessState = ReadonlyMap<string, unknown>

/** Reads the settings that other code in the process depends on. */
export function readProcessState(): ProcessState {
  return new Map<string, unknown>([
    ...process.eventNames().map(countListeners),
    ...Object.entries(process.env).map(([name, value]) => [`env ${name}`, value] as const),
    ['exitCode', process.exitCode],
    ['working directory', process.cwd()],
    ['result order of dns', dns.getDefaultResultOrder()],
    ['servers of dns', dns.getServers().join(' ')],
    ['default autoSelectFamily of net', net.getDefaultAutoSelectFamily()],
    ['default timeout of autoSelectFamily', net.getDefaultAutoSelectFamilyAttemptTimeout()],
    ['http.globalAgent', http.globalAgent],
    ['https.globalAgent', https.globalAgent],
    ['maxSockets of http.globalAgent', http.globalAgent.maxSockets],
    ['maxSockets of https.globalAgent', https.globalAgent.maxSockets],
    ['EventEmitter.defaultMaxListeners', EventEmitter.defaultMaxListeners],
    ['EventEmitter.captureRejections', EventEmitter.captureRejections],
    ['Error.stackTraceLimit', Error.stackTraceLimit],
    ['Error.prepareStackTrace', Error.prepareStackTrace],
    ['performance marks', performance.getEntriesByType('mark').length],
    ['performance measures', performance.getEntriesByType('measure').length],
    ...Object.getOwnPropertyNames(globalThis).map((name) => [`global ${name}`, true] as const),
    ...shared.flatMap(propertiesOf),
  ])
}

/** Objects whose properties all code of the process uses. */
const shared: readonly (readonly [name: string, object: object])[] = [
  ['Object.prototype', Object.prototype],
  ['Array.prototype', Array.prototype],
  ['Function.prototype', Function.prototype],
  ['String.prototype', String.prototype],
  ['Promise.prototype', Promise.prototype],
  ['Promise', Promise],
  ['Error.prototype', Error.prototype],
  ['Date', Date],
  ['Math', Math],
  ['JSON', JSON],
  ['EventEmitter.prototype', EventEmitter.prototype],
  ['net.Socket.prototype', net.Socket.prototype],
]

function propertiesOf([name, object]: readonly [string, object]): [string, unknown][] {
  return Reflect.ownKeys(object).map((key) => {
    const { value, get } = Object.getOwnPropertyDescriptor(object, key) ?? {}
    return [`${name}.${String(key)}`, value ?? get]
  })
}

function countListeners(event: string | symbol): [string, number] {
  return [`listeners of process for ${String(event)}`, process.listenerCount(event)]
}

/** Describes each setting that differs, without its values, which may be secret. */
export function findStateChanges(before: ProcessState, after: ProcessState): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].flatMap((name) => {
    if (Object.is(before.get(name), after.get(name))) return []
    if (!before.has(name)) return `added ${name}`
    return after.has(name) ? `changed ${name}` : `removed ${name}`
  })
}
