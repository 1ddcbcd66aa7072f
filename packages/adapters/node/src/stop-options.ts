import type { Server } from 'node:net'
import { constants } from 'node:os'
import type { Duplex } from 'node:stream'
import { inspect } from 'node:util'
import type { Probes } from '@readyz/core'
import type { OpenResponse } from './stop-traffic.ts'

/** Something to be done when all requests are. */
export interface ExitHook {
  /** Stands in the line that says what did not go well. */
  readonly name: string
  readonly run: () => unknown
  /** Default an equal share of half of the `timeoutSeconds` of `stopGracefully`. */
  readonly timeoutSeconds?: number
}

export interface StopOptions {
  /**
   * How long requests are served after the signal. At least `periodSeconds` × `failureThreshold` + `timeoutSeconds` of the
   * readiness probe, and 3 s for the load balancer that reacts to it. Default 15. A preStop hook does not count, because
   * readiness passes until the signal. Not waited for when no server listens or has a connection.
   */
  readonly drainSeconds?: number
  /**
   * How long requests in flight and hooks may take together after that. Default 10. With `drainSeconds` it has to be less
   * than `terminationGracePeriodSeconds`, which is 30 by default.
   */
  readonly timeoutSeconds?: number
  /** Default SIGTERM alone. */
  readonly signals?: readonly NodeJS.Signals[]
  /** Run one after the other, whatever became of those before. A function has its own name. */
  readonly beforeExit?: readonly (ExitHook | ExitHook['run'])[]
  /**
   * Ends upgraded connections, such as of WebSocket, which do not end by themselves. Called with all that are open when the
   * servers stop accepting, and every half second with those that are still or newly open.
   */
  readonly closeUpgraded?: (sockets: readonly Duplex[]) => unknown
  /**
   * Ends responses that do not end by themselves, such as server-sent events and long polling. Called with all responses
   * that have not ended when the servers stop accepting, and every half second with those that are still or newly open.
   * They include ordinary responses, so end only those that the application knows as streams. For HTTP/2 it receives the
   * stream where the application listens for streams.
   */
  readonly closeStreaming?: (responses: readonly OpenResponse[]) => unknown
}

export interface StopSettings {
  readonly servers: readonly Server[]
  readonly probes: Pick<Probes, 'drain'>
  readonly drainMs: number
  /** For the requests under way: what the hooks leave of the timeout. */
  readonly requestsMs: number
  readonly signals: readonly NodeJS.Signals[]
  readonly hooks: readonly HookSettings[]
  readonly closeUpgraded: (sockets: readonly Duplex[]) => unknown
  readonly closeStreaming: (responses: readonly OpenResponse[]) => unknown
}

export interface HookSettings {
  readonly name: string
  readonly run: () => unknown
  readonly limitMs: number
}

// A record, so that no option of the type is forgotten.
const known: Readonly<Record<keyof StopOptions, true>> = {
  drainSeconds: true,
  timeoutSeconds: true,
  signals: true,
  beforeExit: true,
  closeUpgraded: true,
  closeStreaming: true,
}

/** @throws TypeError naming the bad value */
export function readStopOptions(
  servers: Server | readonly Server[],
  probes: Pick<Probes, 'drain'>,
  options: StopOptions,
): StopSettings {
  demandKnown('an option of stopGracefully', options, Object.keys(known))
  const { drainSeconds = 15, timeoutSeconds = 10, signals = ['SIGTERM'] } = options
  const { beforeExit = [], closeUpgraded = () => {}, closeStreaming = () => {} } = options
  demand('probes', probes, typeof Object(probes).drain === 'function', 'those of createProbes')
  demandSeconds('drainSeconds', drainSeconds, 0)
  demandSeconds('timeoutSeconds', timeoutSeconds, 0.001)
  demand('closeUpgraded', closeUpgraded, typeof closeUpgraded === 'function', 'a function')
  demand('closeStreaming', closeStreaming, typeof closeStreaming === 'function', 'a function')
  const hooks = readHooks(beforeExit, timeoutSeconds)
  return {
    servers: readServers(Array.isArray(servers) ? servers : [servers]),
    probes,
    drainMs: drainSeconds * 1000,
    requestsMs: timeoutSeconds * 1000 - sum(hooks.map(({ limitMs }) => limitMs)),
    signals: readSignals(signals),
    hooks,
    closeUpgraded,
    closeStreaming,
  }
}

function readServers(servers: readonly Server[]): readonly Server[] {
  for (const server of servers) {
    const { emit, close, getConnections } = Object(server)
    const isOne = [emit, close, getConnections].every((each) => typeof each === 'function')
    demand('a server', server, isOne, 'one of node:http, node:https or node:http2')
  }
  demandUnique('a server', servers)
  return [...servers]
}

function readSignals(signals: readonly NodeJS.Signals[]): readonly NodeJS.Signals[] {
  demand('signals', signals, Array.isArray(signals) && signals.length > 0, 'a list of signals')
  for (const signal of signals) {
    // Those that no process can hear.
    const isHeard = signal in constants.signals && signal !== 'SIGKILL' && signal !== 'SIGSTOP'
    demand('a signal', signal, isHeard, 'one that a process can listen to, such as SIGTERM')
  }
  demandUnique('a signal', signals)
  return [...signals]
}

function readHooks(
  hooks: readonly (ExitHook | ExitHook['run'])[],
  timeoutSeconds: number,
): readonly HookSettings[] {
  demand('beforeExit', hooks, Array.isArray(hooks), 'a list of hooks')
  const share = timeoutSeconds / 2 / hooks.length
  const settings = hooks.map((hook, index) => readHook(`beforeExit[${index}]`, hook, share))
  const total = sum(settings.map(({ limitMs }) => limitMs))
  if (total < timeoutSeconds * 1000) return settings
  throw new TypeError(
    `timeoutSeconds must be more than the ${total / 1000} that beforeExit may take, got ${timeoutSeconds}`,
  )
}

function readHook(what: string, hook: ExitHook | ExitHook['run'], share: number): HookSettings {
  if (typeof hook === 'function') {
    return { name: hook.name || what, run: hook, limitMs: share * 1000 }
  }
  demand(what, hook, typeof Object(hook).run === 'function', 'a function or { name, run }')
  demandKnown(`a property of ${what}`, hook, ['name', 'run', 'timeoutSeconds'])
  const { name, timeoutSeconds = share } = hook
  demand(`${what}.name`, name, typeof name === 'string' && name.trim() !== '', 'a name')
  demandSeconds(`${what}.timeoutSeconds`, timeoutSeconds, 0.001)
  return { name, run: () => hook.run(), limitMs: timeoutSeconds * 1000 }
}

// Beyond it a timer fires at once.
const maxSeconds = (2 ** 31 - 1) / 1000

function demandSeconds(what: string, value: unknown, least: number): void {
  const isOne = typeof value === 'number' && value >= least && value <= maxSeconds
  demand(what, value, isOne, `a number of seconds from ${least} to ${maxSeconds}`)
}

function demandUnique(what: string, values: readonly unknown[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw new TypeError(`${what} is there twice: ${show(twice)}`)
}

function demandKnown(what: string, value: unknown, names: readonly string[]): void {
  demand('the options of stopGracefully', value, Object(value) === value, 'an object')
  const unknown = Object.keys(Object(value)).find((key) => !names.includes(key))
  if (unknown === undefined) return
  throw new TypeError(`${what} must be one of ${names.join(', ')}, got ${show(unknown)}`)
}

function demand(what: string, value: unknown, isRight: boolean, expected: string): void {
  if (!isRight) throw new TypeError(`${what} must be ${expected}, got ${show(value)}`)
}

const show = (value: unknown) => inspect(value, { depth: 0, breakLength: Infinity })
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
