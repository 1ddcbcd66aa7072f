import { type ApplicationConfig, shutdownTimesOf } from '../lint/application-config.ts'
import { checkedDependencies, readinessPathPattern } from '../lint/known-dependency-paths.ts'
import { redactFileName, redactValue } from '../redact/arguments.ts'
import { explainDrainSeconds, requiredDrainSeconds, shutdownDefaults } from '../shutdown-times.ts'

/** Times are in seconds, and whole numbers unless stated otherwise. */
export interface ManifestOptions {
  /** The name of the container. Default: `app`. */
  readonly name?: string
  /** The number or name of the port. Default: 8000. */
  readonly port?: number | string
  /** The number of a port that has a name. Default: 8000. */
  readonly containerPort?: number
  /** The path of the liveness probe. Default: `/healthz`. */
  readonly livenessPath?: string
  /** The path of the readiness probe. Default: `/readiness`. */
  readonly readinessPath?: string
  /** `timeoutSeconds` of `createProbes`, rounded up. Default: 5. */
  readonly timeoutSeconds?: number
  /** The time between two readiness probes. Default: 5, or `timeoutSeconds` if that is longer. */
  readonly periodSeconds?: number
  /** How many readiness probes in a row must fail. Default: 2. */
  readonly failureThreshold?: number
  /** How long the application may take to start. Default: 60. */
  readonly startSeconds?: number
  /** How long the preStop hook sleeps before the signal. Default: 5. 0 means no hook. */
  readonly preStopSeconds?: number
  /**
   * `drainSeconds` of `stopGracefully`, may be a fraction. Default: the default of
   * `stopGracefully`, or the time until load balancers see readiness fail if that is longer.
   */
  readonly drainSeconds?: number
  /** `timeoutSeconds` of `stopGracefully`, may be a fraction. Default: 10. */
  readonly stopSeconds?: number
}

export type ManifestSettings = Required<ManifestOptions>

/** Returns the name of an option for an error message. */
export type OptionNames = (option: keyof ManifestOptions) => string

/** The flag that sets an option. */
const flagOf: OptionNames = (option) =>
  `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Returns the options that match the configuration of an application. */
export function optionsFromConfig(config: ApplicationConfig): ManifestOptions {
  const { timeoutSeconds, liveness, readiness } = config
  const [livenessPath] = liveness.paths
  const [readinessPath] = readiness.paths
  const stop = shutdownTimesOf(config)
  return {
    timeoutSeconds: Math.max(1, Math.ceil(timeoutSeconds)),
    ...(livenessPath !== undefined && { livenessPath }),
    ...(readinessPath !== undefined && { readinessPath }),
    ...(stop && { drainSeconds: stop.drainSeconds, stopSeconds: stop.timeoutSeconds }),
  }
}

/** The path of each option in the configuration. */
const configPaths: Readonly<Partial<Record<keyof ManifestOptions, string>>> = {
  timeoutSeconds: 'timeoutSeconds',
  livenessPath: 'liveness.paths[0]',
  readinessPath: 'readiness.paths[0]',
  drainSeconds: 'stop.drainSeconds',
  stopSeconds: 'stop.timeoutSeconds',
}

/**
 * Names an option by its path in the configuration if its value comes from there, and by its flag
 * otherwise.
 */
export const optionNames =
  (file: string, configured: ManifestOptions, given: ManifestOptions): OptionNames =>
  (option) =>
    option in configured && !(option in given)
      ? `${configPaths[option]} in ${redactFileName(file)} (${flagOf(option)})`
      : flagOf(option)

/**
 * Returns the options with defaults.
 *
 * @throws TypeError naming an option that is invalid or contradicts another one, its value, and
 * what it must be
 */
export function readManifestOptions(
  options: ManifestOptions,
  nameOf: OptionNames = flagOf,
): ManifestSettings {
  const settings = withDefaults(options)
  const assertOption: AssertOption = (option, isValid, expected) => {
    if (isValid) return
    const value = settings[option]
    const shown = typeof value === 'string' ? `"${redactValue(value)}"` : value
    throw new TypeError(`${nameOf(option)} must be ${expected}, got ${shown}`)
  }
  assertNames(settings, assertOption)
  assertPaths(settings, assertOption, nameOf)
  assertTimes(settings, assertOption, nameOf)
  return settings
}

function withDefaults(options: ManifestOptions): ManifestSettings {
  const { timeoutSeconds = 5, failureThreshold = 2 } = options
  const { periodSeconds = Math.max(5, timeoutSeconds) } = options
  const needed = requiredDrainSeconds({ periodSeconds, failureThreshold, timeoutSeconds })
  return {
    name: 'app',
    port: 8000,
    containerPort: 8000,
    livenessPath: '/healthz',
    readinessPath: '/readiness',
    startSeconds: 60,
    preStopSeconds: 5,
    drainSeconds: Math.max(shutdownDefaults.drainSeconds, needed),
    stopSeconds: shutdownDefaults.timeoutSeconds,
    ...options,
    timeoutSeconds,
    periodSeconds,
    failureThreshold,
  }
}

type AssertOption = (option: keyof ManifestOptions, isValid: boolean, expected: string) => void

function assertNames(
  { name, port, containerPort }: ManifestSettings,
  assertOption: AssertOption,
): void {
  assertOption('name', /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name), 'the name of a container')
  assertOption('port', isPort(port), 'a number from 1 to 65535 or the name of a port')
  assertOption('containerPort', isPortNumber(containerPort), 'a number from 1 to 65535')
}

function assertPaths(
  settings: ManifestSettings,
  assertOption: AssertOption,
  nameOf: OptionNames,
): void {
  const { livenessPath, readinessPath } = settings
  for (const option of ['livenessPath', 'readinessPath'] as const) {
    // The paths that createProbes accepts, except those that the kubelet parses differently.
    const isPath = /^\/(?!\/)[^\s?#\p{Cc}]*$/u.test(settings[option])
    assertOption(option, isPath, 'a path that begins with one slash')
  }
  const other = `a path other than ${nameOf('livenessPath')}`
  assertOption('readinessPath', readinessPath !== livenessPath, other)
  const hasNoDependency =
    !readinessPathPattern.test(livenessPath) && checkedDependencies(livenessPath, '') === undefined
  assertOption('livenessPath', hasNoDependency, 'a path that checks no dependency')
}

function assertTimes(
  settings: ManifestSettings,
  assertOption: AssertOption,
  nameOf: OptionNames,
): void {
  const { periodSeconds, timeoutSeconds, drainSeconds, stopSeconds } = settings
  const isWhole = (value: number, least: number) =>
    Number.isInteger(value) && value >= least && value <= most
  const leasts = { timeoutSeconds: 1, failureThreshold: 1, startSeconds: 1, preStopSeconds: 0 }
  for (const [option, least] of Object.entries(leasts) as [keyof typeof leasts, number][]) {
    const expected = `a whole number from ${least} to ${most}`
    assertOption(option, isWhole(settings[option], least), expected)
  }
  const fromTimeout = `a whole number from ${timeoutSeconds} to ${most}, because a probe may take ${timeoutSeconds} s (${nameOf('timeoutSeconds')})`
  assertOption('periodSeconds', isWhole(periodSeconds, timeoutSeconds), fromTimeout)
  const needed = requiredDrainSeconds(settings)
  const fromReadiness = `at least ${needed}, because a load balancer may need ${needed} s after the signal to see that readiness fails (${explainDrainSeconds(settings)})`
  assertOption('drainSeconds', isTime(drainSeconds) && drainSeconds >= needed, fromReadiness)
  assertOption('stopSeconds', isTime(stopSeconds), 'at least 0')
}

function isPort(port: number | string): boolean {
  if (typeof port === 'number') return isPortNumber(port)
  return /[a-z]/.test(port) && /^(?!-)(?!.*--)[a-z0-9-]{1,15}(?<!-)$/.test(port)
}

const isPortNumber = (port: number) => Number.isInteger(port) && port > 0 && port < 65_536

// A larger number is a mistake. The API also rejects a grace period that is too long.
const most = 1_000_000

const isTime = (value: number) => value >= 0 && value <= 3 * most
