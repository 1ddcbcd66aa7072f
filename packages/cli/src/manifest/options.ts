import { type Declaration, stopOf } from '../lint/declaration.ts'
import { dependencyOf, readinessPath as readinessName } from '../lint/known.ts'
import { showValue } from '../redact/show.ts'

/** Times in seconds, whole ones unless said otherwise. */
export interface ManifestOptions {
  /** Of the container. Default `app`. */
  readonly name?: string
  /** Number or name. Default 8000. */
  readonly port?: number | string
  /** Default `/healthz`. */
  readonly livenessPath?: string
  /** Default `/readiness`. */
  readonly readinessPath?: string
  /** That of `createProbes`, rounded up. Default 5. */
  readonly timeoutSeconds?: number
  /** How often readiness is asked. Default 5, or `timeoutSeconds` if that is more. */
  readonly periodSeconds?: number
  /** How many readiness probes in a row have to fail. Default 2. */
  readonly failureThreshold?: number
  /** How long the application may take to start. Default 60. */
  readonly startSeconds?: number
  /** Between the pod's removal and the signal to stop. Default 5; 0 for none. */
  readonly preStopSeconds?: number
  /** That of `stopGracefully`, may be a fraction. Default 10, or what readiness needs to fail if that is more. */
  readonly drainSeconds?: number
  /** `timeoutSeconds` of `stopGracefully`, may be a fraction. Default 15. */
  readonly stopSeconds?: number
}

export type ManifestSettings = Required<ManifestOptions>

/** Options that agree with what an application says of itself. */
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

/** @throws TypeError naming the option that is wrong, or does not fit the others */
export function readManifestOptions(options: ManifestOptions): ManifestSettings {
  const { name = 'app', port = 8000, timeoutSeconds = 5, failureThreshold = 2 } = options
  const { livenessPath = '/healthz', readinessPath = '/readiness' } = options
  const { startSeconds = 60, preStopSeconds = 5, stopSeconds = 15 } = options
  demand('name', name, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name), 'a name of a container')
  demand('port', port, isPort(port), 'a number from 1 to 65535 or the name of a port')
  demandWhole('timeoutSeconds', timeoutSeconds, 1)
  demandWhole('failureThreshold', failureThreshold, 1)
  demandWhole('startSeconds', startSeconds, 1)
  demandWhole('preStopSeconds', preStopSeconds, 0)
  const { periodSeconds = Math.max(5, timeoutSeconds) } = options
  demandWhole('periodSeconds', periodSeconds, timeoutSeconds)
  const needed = periodSeconds * failureThreshold
  const { drainSeconds = Math.max(10, needed) } = options
  demandTime('drainSeconds', drainSeconds, Math.max(0, needed - preStopSeconds))
  demandTime('stopSeconds', stopSeconds, 0)
  demandPaths(livenessPath, readinessPath)
  return {
    name,
    port,
    livenessPath,
    readinessPath,
    timeoutSeconds,
    periodSeconds,
    failureThreshold,
    startSeconds,
    preStopSeconds,
    drainSeconds,
    stopSeconds,
  }
}

function demandPaths(livenessPath: string, readinessPath: string): void {
  for (const [name, path] of Object.entries({ livenessPath, readinessPath })) {
    // As in createProbes, and nothing that the kubelet would read otherwise.
    demand(name, path, /^\/(?!\/)[^\s?#\p{Cc}]*$/u.test(path), 'a path that begins with one slash')
  }
  demand(
    'readinessPath',
    readinessPath,
    readinessPath !== livenessPath,
    'another than livenessPath',
  )
  const isAlive = !readinessName.test(livenessPath) && dependencyOf(livenessPath, '') === undefined
  demand('livenessPath', livenessPath, isAlive, 'a path that looks at the process alone')
}

function isPort(port: number | string): boolean {
  if (typeof port === 'number') return Number.isInteger(port) && port > 0 && port < 65_536
  return /[a-z]/.test(port) && /^(?!-)(?!.*--)[a-z0-9-]{1,15}(?<!-)$/.test(port)
}

// More is longer than anybody waits, and more than the API takes when it is added up.
const most = 1_000_000

function demandWhole(name: string, value: number, least: number): void {
  const isWhole = Number.isInteger(value) && value >= least && value <= most
  demand(name, value, isWhole, `a whole number from ${least} to ${most}`)
}

function demandTime(name: string, value: number, least: number): void {
  const isTime = typeof value === 'number' && value >= least && value <= 3 * most
  demand(name, value, isTime, `at least ${least}`)
}

function demand(name: string, value: unknown, holds: boolean, expected: string): void {
  if (holds) return
  const shown = typeof value === 'string' ? `"${showValue(value)}"` : JSON.stringify(value)
  throw new TypeError(`${name} is ${shown}, expected ${expected}`)
}
