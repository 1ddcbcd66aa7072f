import { type ParseArgsConfig, parseArgs } from 'node:util'
import { commandsOf, programOf } from './commands.ts'
import { parseSeconds, parseTimeout } from './durations.ts'

/** How a program limits its own time, by its documentation. */
interface TimeLimit {
  /** The long name of the option, and its letter. */
  readonly option: string
  readonly short?: string
  /** The limit in seconds without the option. `undefined` if there is none. */
  readonly byDefault?: number
  /** Whether 0 means that there is no limit. */
  readonly zeroIsNone?: boolean
}

const timeLimits: Readonly<Record<string, TimeLimit>> = {
  curl: { option: 'max-time', short: 'm', zeroIsNone: true },
  wget: { option: 'timeout', short: 'T', zeroIsNone: true },
  pg_isready: { option: 'timeout', short: 't', byDefault: 3, zeroIsNone: true },
  grpc_health_probe: { option: 'rpc-timeout', byDefault: 1 },
  readyz: { option: 'timeout', byDefault: 1 },
  nc: { option: 'wait', short: 'w' },
  ncat: { option: 'wait', short: 'w' },
}

/**
 * Returns the longest time in seconds that the commands allow themselves, `undefined` if none of
 * them has a known limit.
 */
export function timeLimitOf(argv: readonly string[]): number | undefined {
  const limits = commandsOf(argv).flatMap(({ words }) => limitOf(words) ?? [])
  return limits.length === 0 ? undefined : Math.max(...limits)
}

function limitOf(words: readonly string[]): number | undefined {
  const timeout = parseTimeout(words)
  if (timeout !== undefined) {
    return Math.min(timeout.seconds, timeLimitOf(timeout.words) ?? timeout.seconds)
  }
  const program = programOf(words)
  const limit = timeLimits[program]
  // Only `readyz probe` has the option, not `readyz wait`.
  if (limit === undefined || (program === 'readyz' && words[1] !== 'probe')) return undefined
  const written = optionOf(words, limit)
  const seconds = written === undefined ? limit.byDefault : parseSeconds(written)
  return seconds === 0 && limit.zeroIsNone ? undefined : seconds
}

function optionOf(words: readonly string[], { option, short }: TimeLimit): string | undefined {
  // Programs in Go accept one dash in front of a long option.
  const args = words.slice(1).map((word) => (/^-[a-z]{2,}-/.test(word) ? `-${word}` : word))
  const options: ParseArgsConfig['options'] = {
    [option]: { type: 'string', ...(short !== undefined && { short }) },
  }
  const { values } = parseArgs({ args, options, strict: false, allowPositionals: true })
  const value = values[option]
  return typeof value === 'string' ? value : undefined
}
