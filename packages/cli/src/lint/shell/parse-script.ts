import { type ParseEntry, parse } from 'shell-quote'

/** A program and its arguments, and the operator in front of them. */
export interface Command {
  readonly words: readonly string[]
  /** `;` for the first command and for a new line. */
  readonly operator: string
  /** Whether the shell runs it in the background. */
  readonly isBackground: boolean
}

// Long scripts are cut, because a script of megabytes would be parsed for seconds.
const maxScript = 20_000

/**
 * Splits a shell script into its commands. Keywords such as `if` and `while` appear as words.
 * Variables keep their names, such as `$PORT`.
 */
export function parseScript(script: string): readonly Command[] {
  const lines = script
    .slice(0, maxScript)
    .replaceAll('\\\n', ' ')
    // The kubelet replaces `$(NAME)`, and the shell replaces `$((1 + 2))`. Neither is a command.
    .replaceAll(/\$\(([A-Za-z_]\w*)\)/g, '$$$1')
    .replaceAll(/\$\(\([^()\n]*\)\)/g, '$number')
    .split('\n')
  return lines.flatMap((line) => split(parseLine(line)))
}

// Nothing is known about a line that the parser rejects, such as `${` without an end.
function parseLine(line: string): readonly ParseEntry[] {
  try {
    return parse(line, (name) => `$${name}`)
  } catch {
    return []
  }
}

function split(entries: readonly ParseEntry[]): readonly Command[] {
  const commands: Command[] = []
  let words: string[] = []
  let operator = ';'
  const end = (next: string) => {
    if (words.length > 0) commands.push({ words, operator, isBackground: next === '&' })
    words = []
    operator = next === '&' ? ';' : next
  }
  for (const entry of entries) {
    if (typeof entry === 'string') words.push(entry)
    else if ('pattern' in entry) words.push(entry.pattern)
    else if ('op' in entry && !isRedirection(entry.op)) end(entry.op)
  }
  end(';')
  return commands
}

// The target of a redirection stays in the words of its command, where no rule looks for it.
function isRedirection(operator: string): boolean {
  return /[<>]/.test(operator)
}
