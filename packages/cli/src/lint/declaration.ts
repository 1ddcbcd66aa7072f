import { readFileSync } from 'node:fs'
import type { ProbesDescription } from '@readyz/core'
import { showFile } from '../redact/show.ts'

/**
 * What the application says of itself: `probes.describe()` and, where it stops gracefully, the options of `stopGracefully`
 * as `stop`. `{}` is its defaults.
 */
export interface Declaration extends ProbesDescription {
  readonly stop?: {
    /** Default 10. */
    readonly drainSeconds?: number
    /** For all that comes behind the drain. Default 15. */
    readonly timeoutSeconds?: number
  }
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
  return stop && { drainSeconds: 10, timeoutSeconds: 15, ...stop }
}

export interface StopTimes {
  readonly drainSeconds: number
  readonly timeoutSeconds: number
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
