import { readFileSync } from 'node:fs'
import type { ProbesDescription } from '@readyz/core'
import { redactFileName } from '../redact/arguments.ts'
import { type ShutdownTimes, shutdownDefaults } from '../shutdown-times.ts'

/**
 * The configuration of the application: `probes.describe()` and, if it calls `stopGracefully`, its
 * options as `stop`. `stop: {}` stands for the defaults of `stopGracefully`.
 */
export interface ApplicationConfig extends ProbesDescription {
  readonly stop?: Partial<ShutdownTimes>
}

/**
 * Reads the configuration from a JSON file.
 *
 * @throws Error that names the file, what is wrong with it and what it must contain
 */
export function readApplicationConfig(file: string): ApplicationConfig {
  let config: unknown
  try {
    config = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new Error(`${redactFileName(file)} ${reason}; ${expected}`, { cause: error })
  }
  const problem = problemIn(config)
  if (problem !== undefined) throw new Error(`${redactFileName(file)} ${problem}; ${expected}`)
  return config as ApplicationConfig
}

const expected = 'it must contain the output of JSON.stringify(probes.describe())'

/**
 * Returns both times of the graceful shutdown; `undefined` if the application does not call
 * `stopGracefully`.
 */
export function shutdownTimesOf({ stop }: ApplicationConfig): ShutdownTimes | undefined {
  return stop && { ...shutdownDefaults, ...stop }
}

/** Returns every path that the application serves as a probe. */
export function pathsOf({ liveness, readiness }: ApplicationConfig): readonly string[] {
  return [...liveness.paths, ...readiness.paths]
}

function problemIn(config: unknown): string | undefined {
  const { timeoutSeconds, budgetMs, liveness, readiness, stop } = Object(config)
  if (!isTime(timeoutSeconds)) return 'has no timeoutSeconds'
  if (!isTime(budgetMs)) return 'has no budgetMs'
  for (const [name, probe] of Object.entries({ liveness, readiness })) {
    const { paths, checkers } = Object(probe)
    if (!isList(paths, (path) => typeof path === 'string')) return `has no list ${name}.paths`
    if (!isList(checkers, (checker) => typeof Object(checker).name === 'string')) {
      return `has no list ${name}.checkers, each with a name`
    }
  }
  for (const name of stop === undefined ? [] : ['drainSeconds', 'timeoutSeconds']) {
    const time = Object(stop)[name]
    if (time !== undefined && !isTime(time)) {
      return `has a stop.${name} that is not a time in seconds`
    }
  }
  return undefined
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem)
}
