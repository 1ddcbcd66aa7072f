import { readFileSync } from 'node:fs'
import type { ProbesDescription } from '@readyz/core'
import { showFile } from '../redact/show.ts'
import { type StopTimes, stopDefaults } from '../stop-times.ts'

/**
 * The configuration of the application: `probes.describe()` and, if it calls `stopGracefully`, its options as `stop`.
 * `stop: {}` stands for the defaults of `stopGracefully`.
 */
export interface Declaration extends ProbesDescription {
  readonly stop?: Partial<StopTimes>
}

/** @throws Error saying what is wrong with the file */
export function readDeclaration(file: string): Declaration {
  let declaration: unknown
  try {
    declaration = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new Error(`${showFile(file)} ${reason}; ${howTo}`, { cause: error })
  }
  const wrong = wrongIn(declaration)
  if (wrong !== undefined) throw new Error(`${showFile(file)} ${wrong}; ${howTo}`)
  return declaration as Declaration
}

const howTo = 'it has to hold what JSON.stringify(probes.describe()) gives'

/** Both times of the graceful stop, if there is one. */
export function stopOf({ stop }: Declaration): StopTimes | undefined {
  return stop && { ...stopDefaults, ...stop }
}

function wrongIn(declaration: unknown): string | undefined {
  const { timeoutSeconds, budgetMs, liveness, readiness, stop } = Object(declaration)
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
    if (time !== undefined && !isTime(time)) return `has a stop.${name} that is no time in seconds`
  }
  return undefined
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem)
}
