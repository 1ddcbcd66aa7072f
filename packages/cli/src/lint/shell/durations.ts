import { parseArgs } from 'node:util'
import { commandsOf, programOf } from './commands.ts'

const secondsByUnit: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
}

/** Returns the seconds of a duration such as `5`, `1.5s` or `2m`, otherwise `undefined`. */
export function parseSeconds(text: string | undefined): number | undefined {
  const [, number, unit = 's'] = /^(\d*\.?\d+)(ns|us|ms|s|m|h|d)?$/.exec(text ?? '') ?? []
  return number === undefined ? undefined : Number(number) * (secondsByUnit[unit] ?? 1)
}

/** The arguments of `timeout`: its time limit, and the command that it runs. */
export interface TimeoutCommand {
  readonly seconds: number
  readonly words: readonly string[]
}

const timeoutOptions = {
  'kill-after': { type: 'string', short: 'k' },
  signal: { type: 'string', short: 's' },
  // BusyBox before version 1.30 has this option instead of an argument.
  seconds: { type: 'string', short: 't' },
} as const

/** Parses a `timeout` command, otherwise returns `undefined`. */
export function parseTimeout(words: readonly string[]): TimeoutCommand | undefined {
  if (programOf(words) !== 'timeout') return undefined
  const args = words.slice(1)
  const { tokens } = parseArgs({
    args,
    options: timeoutOptions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const end = args.length
  const [first = end, second = end] = tokens.flatMap(({ kind, index }) =>
    kind === 'positional' ? index : [],
  )
  // An option after the first argument belongs to the command that `timeout` runs.
  const old = tokens.find((token) => token.kind === 'option' && token.name === 'seconds')
  if (old?.kind === 'option' && old.index < first) {
    const seconds = parseSeconds(old.value)
    return seconds === undefined ? undefined : { seconds, words: args.slice(first) }
  }
  const seconds = parseSeconds(args[first])
  return seconds === undefined ? undefined : { seconds, words: args.slice(second) }
}

// After one of these words a command may run any number of times, or not at all.
const control: ReadonlySet<string> = new Set(['if', 'while', 'until', 'for', 'case', 'function'])

/** Returns for how many seconds a command sleeps at least. Unknown commands take no time. */
export function sleepSecondsOf(argv: readonly string[]): number {
  let total = 0
  for (const { words, operator, isBackground } of commandsOf(argv)) {
    if (control.has(words[0] ?? '')) break
    if (operator !== '||' && !isBackground) total += sleepOf(words)
  }
  return total
}

function sleepOf(words: readonly string[]): number {
  const timeout = parseTimeout(words)
  if (timeout !== undefined) return Math.min(timeout.seconds, sleepSecondsOf(timeout.words))
  if (programOf(words) !== 'sleep') return 0
  const seconds = words.slice(1).map((word) => parseSeconds(word) ?? 0)
  return seconds.reduce((sum, each) => sum + each, 0)
}
