import type { Server } from 'node:net'
import { constants } from 'node:os'
import type { Duplex } from 'node:stream'
import { inspect } from 'node:util'
import type { Probes } from '@readyz/core'
import type { OpenResponse } from './connection-tracker.ts'

/** A function that runs after the last request has ended. */
export interface ExitHook {
  /** Appears in the line on stderr if the hook fails. */
  readonly name: string
  readonly run: () => unknown
  /**
   * Time limit in seconds. Default: an equal share of half of the `timeoutSeconds` of
   * `stopGracefully`.
   */
  readonly timeoutSeconds?: number
}

export interface StopOptions {
  /**
   * Seconds for which requests are served after the signal. At least `periodSeconds` ×
   * `failureThreshold` + `timeoutSeconds` of the readiness probe + 3 s for the load balancer.
   * Default 15. A preStop hook does not count, because readiness passes until the signal. Skipped
   * if no server listens or has a connection.
   */
  readonly drainSeconds?: number
  /**
   * Time limit in seconds for requests in flight and hooks together, after `drainSeconds`. Default
   * 10. The sum with `drainSeconds` must be less than `terminationGracePeriodSeconds`, which is 30
   * by default.
   */
  readonly timeoutSeconds?: number
  /** The signals that stop the process. Default SIGTERM. */
  readonly signals?: readonly NodeJS.Signals[]
  /**
   * Run in order, even if an earlier hook fails. The name of a function is the name of its hook.
   * Default none.
   */
  readonly beforeExit?: readonly (ExitHook | ExitHook['run'])[]
  /**
   * Closes upgraded connections, such as WebSocket connections. Called with all open sockets when
   * the servers stop accepting, and again every half second with the sockets that are open then.
   * Default: closes none.
   */
  readonly closeUpgraded?: (sockets: readonly Duplex[]) => unknown
  /**
   * Ends streaming responses, such as server-sent events and long polling. Called with all open
   * responses when the servers stop accepting, and again every half second with the responses that
   * are open then. The list includes ordinary responses, so end only the streams. If the
   * application listens for HTTP/2 streams, the list contains those streams. Default: ends none.
   */
  readonly closeStreaming?: (responses: readonly OpenResponse[]) => unknown
}

export interface StopSettings {
  readonly servers: readonly Server[]
  readonly probes: Pick<Probes, 'drain'>
  readonly drainMs: number
  /** Time limit for requests in flight: `timeoutSeconds` without the time limits of the hooks. */
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

// A record, because the compiler then finds an option that is missing here.
const known: Readonly<Record<keyof StopOptions, true>> = {
  drainSeconds: true,
  timeoutSeconds: true,
  signals: true,
  beforeExit: true,
  closeUpgraded: true,
  closeStreaming: true,
}

/**
 * Validates the arguments of `stopGracefully` and adds the defaults. @throws TypeError that names
 * the invalid value
 */
export function readStopOptions(
  servers: Server | readonly Server[],
  probes: Pick<Probes, 'drain'>,
  options: StopOptions,
): StopSettings {
  assertKnownKeys('an option of stopGracefully', options, Object.keys(known))
  const { drainSeconds = 15, timeoutSeconds = 10, signals = ['SIGTERM'] } = options
  const { beforeExit = [], closeUpgraded = () => {}, closeStreaming = () => {} } = options
  assertValid(
    'probes',
    probes,
    typeof Object(probes).drain === 'function',
    'the result of createProbes',
  )
  assertSeconds('drainSeconds', drainSeconds, 0)
  assertSeconds('timeoutSeconds', timeoutSeconds, 0.001)
  assertValid('closeUpgraded', closeUpgraded, typeof closeUpgraded === 'function', 'a function')
  assertValid('closeStreaming', closeStreaming, typeof closeStreaming === 'function', 'a function')
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
    const isServer = [emit, close, getConnections].every((each) => typeof each === 'function')
    assertValid('servers', server, isServer, 'servers of node:http, node:https or node:http2')
  }
  assertUnique('servers', servers)
  return [...servers]
}

function readSignals(signals: readonly NodeJS.Signals[]): readonly NodeJS.Signals[] {
  assertValid(
    'signals',
    signals,
    Array.isArray(signals) && signals.length > 0,
    'a non-empty array of signals',
  )
  for (const signal of signals) {
    // No process can handle SIGKILL and SIGSTOP.
    const canHandle = signal in constants.signals && signal !== 'SIGKILL' && signal !== 'SIGSTOP'
    assertValid('signals', signal, canHandle, 'signals that a process can handle, such as SIGTERM')
  }
  assertUnique('signals', signals)
  return [...signals]
}

function readHooks(
  hooks: readonly (ExitHook | ExitHook['run'])[],
  timeoutSeconds: number,
): readonly HookSettings[] {
  assertValid('beforeExit', hooks, Array.isArray(hooks), 'an array of hooks')
  const share = timeoutSeconds / 2 / hooks.length
  const settings = hooks.map((hook, index) => readHook(`beforeExit[${index}]`, hook, share))
  const total = sum(settings.map(({ limitMs }) => limitMs))
  if (total < timeoutSeconds * 1000) return settings
  throw new TypeError(
    `timeoutSeconds must be greater than the ${total / 1000} s that the hooks of beforeExit may take, got ${timeoutSeconds}`,
  )
}

function readHook(what: string, hook: ExitHook | ExitHook['run'], share: number): HookSettings {
  if (typeof hook === 'function') {
    return { name: hook.name || what, run: hook, limitMs: share * 1000 }
  }
  assertValid(what, hook, typeof Object(hook).run === 'function', 'a function or { name, run }')
  assertKnownKeys(`a property of ${what}`, hook, ['name', 'run', 'timeoutSeconds'])
  const { name, timeoutSeconds = share } = hook
  assertValid(
    `${what}.name`,
    name,
    typeof name === 'string' && name.trim() !== '',
    'a non-empty string',
  )
  assertSeconds(`${what}.timeoutSeconds`, timeoutSeconds, 0.001)
  return { name, run: () => hook.run(), limitMs: timeoutSeconds * 1000 }
}

// A longer timer fires at once.
const maxSeconds = (2 ** 31 - 1) / 1000

function assertSeconds(what: string, value: unknown, least: number): void {
  const isInRange = typeof value === 'number' && value >= least && value <= maxSeconds
  assertValid(what, value, isInRange, `a number of seconds from ${least} to ${maxSeconds}`)
}

function assertUnique(what: string, values: readonly unknown[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw new TypeError(`${what} must be unique, got ${show(twice)} twice`)
}

function assertKnownKeys(what: string, value: unknown, keys: readonly string[]): void {
  assertValid('the options of stopGracefully', value, Object(value) === value, 'an object')
  const unknown = Object.keys(Object(value)).find((key) => !keys.includes(key))
  if (unknown === undefined) return
  throw new TypeError(`${what} must be one of ${keys.join(', ')}, got ${show(unknown)}`)
}

function assertValid(what: string, value: unknown, isValid: boolean, expected: string): void {
  if (!isValid) throw new TypeError(`${what} must be ${expected}, got ${show(value)}`)
}

const show = (value: unknown) => inspect(value, { depth: 0, breakLength: Infinity })
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
