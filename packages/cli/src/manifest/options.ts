import { type Declaration, stopOf } from '../lint/declaration.ts'
import { dependencyOf, readinessPath as readinessName } from '../lint/known.ts'
import { showFile, showValue } from '../redact/show.ts'
import { drainNeeded, drainTerms, stopDefaults } from '../stop-times.ts'

/** Times in seconds, whole ones unless said otherwise. */
export interface ManifestOptions {
  /** Of the container. Default `app`. */
  readonly name?: string
  /** Number or name. Default 8000. */
  readonly port?: number | string
  /** The number of a port that is given by name. Default 8000. */
  readonly containerPort?: number
  /** Default `/healthz`. */
  readonly livenessPath?: string
  /** Default `/readiness`. */
  readonly readinessPath?: string
  /** That of `createProbes`, rounded up. Default 5. */
  readonly timeoutSeconds?: number
  /** Between two readiness probes. Default 5, or `timeoutSeconds` if that is more. */
  readonly periodSeconds?: number
  /** How many readiness probes in a row must fail. Default 2. */
  readonly failureThreshold?: number
  /** How long the application may take to start. Default 60. */
  readonly startSeconds?: number
  /** How long the preStop hook sleeps before the signal. Default 5; 0 for none. */
  readonly preStopSeconds?: number
  /** That of `stopGracefully`, may be a fraction. Default that of `stopGracefully`, or what readiness needs to fail if that is more. */
  readonly drainSeconds?: number
  /** `timeoutSeconds` of `stopGracefully`, may be a fraction. Default that of `stopGracefully`. */
  readonly stopSeconds?: number
}

export type ManifestSettings = Required<ManifestOptions>

/** What the user calls an option, for an error message. */
export type NameOf = (option: keyof ManifestOptions) => string

/** The flag that sets an option. */
const flagOf: NameOf = (option) =>
  `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Options that agree with the configuration of an application. */
export function optionsFrom(declaration: Declaration): ManifestOptions {
  const { timeoutSeconds, liveness, readiness } = declaration
  const [livenessPath] = liveness.paths
  const [readinessPath] = readiness.paths
  const stop = stopOf(declaration)
  return {
    timeoutSeconds: Math.max(1, Math.ceil(timeoutSeconds)),
    ...(livenessPath !== undefined && { livenessPath }),
    ...(readinessPath !== undefined && { readinessPath }),
    ...(stop && { drainSeconds: stop.drainSeconds, stopSeconds: stop.timeoutSeconds }),
  }
}

/** Where `optionsFrom` finds an option in the configuration. */
const declaredNames: Readonly<Partial<Record<keyof ManifestOptions, string>>> = {
  timeoutSeconds: 'timeoutSeconds',
  livenessPath: 'liveness.paths[0]',
  readinessPath: 'readiness.paths[0]',
  drainSeconds: 'stop.drainSeconds',
  stopSeconds: 'stop.timeoutSeconds',
}

/** Names an option by its place in the configuration if it comes from there, and by its flag otherwise. */
export const namesIn =
  (file: string, declared: ManifestOptions, given: ManifestOptions): NameOf =>
  (option) =>
    option in declared && !(option in given)
      ? `${declaredNames[option]} in ${showFile(file)} (${flagOf(option)})`
      : flagOf(option)

/** @throws TypeError naming the option that is wrong or does not fit the others, its value, and what it must be */
export function readManifestOptions(
  options: ManifestOptions,
  nameOf: NameOf = flagOf,
): ManifestSettings {
  const settings = withDefaults(options)
  const demand: Demand = (option, isRight, expected) => {
    if (isRight) return
    const value = settings[option]
    const shown = typeof value === 'string' ? `"${showValue(value)}"` : value
    throw new TypeError(`${nameOf(option)} must be ${expected}, got ${shown}`)
  }
  demandNames(settings, demand)
  demandPaths(settings, demand, nameOf)
  demandTimes(settings, demand, nameOf)
  return settings
}

function withDefaults(options: ManifestOptions): ManifestSettings {
  const { timeoutSeconds = 5, failureThreshold = 2 } = options
  const { periodSeconds = Math.max(5, timeoutSeconds) } = options
  const needed = drainNeeded({ periodSeconds, failureThreshold, timeoutSeconds })
  return {
    name: 'app',
    port: 8000,
    containerPort: 8000,
    livenessPath: '/healthz',
    readinessPath: '/readiness',
    startSeconds: 60,
    preStopSeconds: 5,
    drainSeconds: Math.max(stopDefaults.drainSeconds, needed),
    stopSeconds: stopDefaults.timeoutSeconds,
    ...options,
    timeoutSeconds,
    periodSeconds,
    failureThreshold,
  }
}

type Demand = (option: keyof ManifestOptions, isRight: boolean, expected: string) => void

function demandNames({ name, port, containerPort }: ManifestSettings, demand: Demand): void {
  demand('name', /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name), 'the name of a container')
  demand('port', isPort(port), 'a number from 1 to 65535 or the name of a port')
  demand('containerPort', isPortNumber(containerPort), 'a number from 1 to 65535')
}

function demandPaths(settings: ManifestSettings, demand: Demand, nameOf: NameOf): void {
  const { livenessPath, readinessPath } = settings
  for (const option of ['livenessPath', 'readinessPath'] as const) {
    // As in createProbes, and nothing that the kubelet would read otherwise.
    const isPath = /^\/(?!\/)[^\s?#\p{Cc}]*$/u.test(settings[option])
    demand(option, isPath, 'a path that begins with one slash')
  }
  const other = `a path other than ${nameOf('livenessPath')}`
  demand('readinessPath', readinessPath !== livenessPath, other)
  const isAlive = !readinessName.test(livenessPath) && dependencyOf(livenessPath, '') === undefined
  demand('livenessPath', isAlive, 'a path that checks no dependency')
}

function demandTimes(settings: ManifestSettings, demand: Demand, nameOf: NameOf): void {
  const { periodSeconds, timeoutSeconds, drainSeconds, stopSeconds } = settings
  const isWhole = (value: number, least: number) =>
    Number.isInteger(value) && value >= least && value <= most
  const leasts = { timeoutSeconds: 1, failureThreshold: 1, startSeconds: 1, preStopSeconds: 0 }
  for (const [option, least] of Object.entries(leasts) as [keyof typeof leasts, number][]) {
    const expected = `a whole number from ${least} to ${most}`
    demand(option, isWhole(settings[option], least), expected)
  }
  const fromTimeout = `a whole number from ${timeoutSeconds} to ${most}, because a probe may take ${timeoutSeconds} s (${nameOf('timeoutSeconds')})`
  demand('periodSeconds', isWhole(periodSeconds, timeoutSeconds), fromTimeout)
  const needed = drainNeeded(settings)
  const fromReadiness = `at least ${needed}, because a load balancer may need ${needed} s after the signal to see that readiness fails (${drainTerms(settings)})`
  demand('drainSeconds', isTime(drainSeconds) && drainSeconds >= needed, fromReadiness)
  demand('stopSeconds', isTime(stopSeconds), 'at least 0')
}

function isPort(port: number | string): boolean {
  if (typeof port === 'number') return isPortNumber(port)
  return /[a-z]/.test(port) && /^(?!-)(?!.*--)[a-z0-9-]{1,15}(?<!-)$/.test(port)
}

const isPortNumber = (port: number) => Number.isInteger(port) && port > 0 && port < 65_536

// A larger number is a mistake, and the API takes no sum that is too large.
const most = 1_000_000

const isTime = (value: number) => value >= 0 && value <= 3 * most
