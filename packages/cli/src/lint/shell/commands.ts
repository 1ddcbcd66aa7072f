import path from 'node:path'
import { type Command, parseScript } from './parse-script.ts'

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'])

/** Returns the file name of a program, such as `curl` for `/usr/bin/curl`. */
export function programOf(words: readonly string[]): string {
  return path.posix.basename(words[0] ?? '')
}

/** Returns the script of `sh -c script`, also with other options; `undefined` for other commands. */
export function scriptOf(argv: readonly string[]): string | undefined {
  if (!shells.has(programOf(argv))) return undefined
  const option = argv.findIndex((word, index) => index > 0 && /^-[a-z]*c[a-z]*$/i.test(word))
  if (option === -1) return undefined
  // `-o pipefail` may follow `-c`.
  const rest = argv.slice(option + 1)
  while (rest[0]?.startsWith('-')) rest.splice(0, /^-[a-z]*o$/.test(rest[0]) ? 2 : 1)
  return rest[0]
}

/**
 * Returns the commands that an argument vector runs. A shell is replaced by the commands of its
 * script, also inside another script.
 */
export function commandsOf(argv: readonly string[]): readonly Command[] {
  const words = withoutPrefix(argv)
  const script = scriptOf(words)
  if (script === undefined) return [{ words, operator: ';', isBackground: false }]
  return parseScript(script).flatMap((outer) =>
    commandsOf(outer.words).map((inner, index) => ({
      ...inner,
      operator: index === 0 ? outer.operator : inner.operator,
      isBackground: outer.isBackground || inner.isBackground,
    })),
  )
}

const prefixes: ReadonlySet<string> = new Set([
  'exec',
  'command',
  'nohup',
  'env',
  'nice',
  'time',
  'sudo',
  'npx',
])

/** Removes assignments such as `A=1`, and programs that only run the rest, with their options. */
function withoutPrefix(argv: readonly string[]): readonly string[] {
  const first = argv.findIndex((word, index) => {
    const isOption = index > 0 && word.startsWith('-')
    return !isOption && !prefixes.has(path.posix.basename(word)) && !isAssignment(word)
  })
  return first === -1 ? [] : argv.slice(first)
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word)
}
