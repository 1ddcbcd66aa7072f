import { argvOf, type Container, type Probe, probesAndHooksOf } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { commandsOf, programOf, scriptOf } from '../shell/commands.ts'
import { parseTimeout } from '../shell/durations.ts'
import type { Field } from '../yaml-field.ts'

/** Finds shell syntax in a command that no shell runs. */
export function checkShellSyntax(container: Container): readonly FieldProblem[] {
  return probesAndHooksOf(container).flatMap((holder) => {
    const command = holder.at('exec')?.at('command')
    return command === undefined ? [] : checkArgv(command)
  })
}

function checkArgv(command: Field): readonly FieldProblem[] {
  const argv = argvOf(command)
  if (scriptOf(argv) !== undefined) return []
  const instead = `command: [sh, -c, ${JSON.stringify(argv.join(' '))}]`
  const [program = ''] = argv
  if (/\s/.test(program.trim())) {
    const message = `there is no program called ${JSON.stringify(program)}`
    return [{ field: command, rule: 'no-shell', message, instead }]
  }
  const syntax = argv.find(
    (word, index) => index > 0 && /^(?:\|\|?|&&?|;|[12]?>{1,2}(?:&\d)?)$/.test(word),
  )
  if (syntax === undefined) return []
  const message = `no shell interprets ${syntax}, so ${programOf(argv)} receives it as an argument`
  return [{ field: command, rule: 'no-shell', message, instead }]
}

/** Finds `curl` without an option that makes it fail for an HTTP error. */
export function checkCurl({ name, field, argv }: Probe): readonly FieldProblem[] {
  // A script that reads the output may check it.
  if (argv.some((word) => /\$\(|`/.test(word))) return []
  const commands = commandsOf(argv).map((command) => ({
    ...command,
    words: parseTimeout(command.words)?.words ?? command.words,
  }))
  const isIgnoring = commands.some(
    ({ words }, index) => ignoresStatus(words) && commands[index + 1]?.operator !== '|',
  )
  if (!isIgnoring) return []
  return [
    {
      field: field.at('exec')?.at('command') ?? field,
      rule: 'curl-without-fail',
      message: `${name} runs curl without --fail`,
      instead: 'Add --fail, or use httpGet.',
    },
  ]
}

function ignoresStatus(words: readonly string[]): boolean {
  if (programOf(words) !== 'curl') return false
  // `--write-out` (-w) can print the status for the script.
  return !words.some((word) => /^--(?:fail|write-out)|^-[a-zA-Z#]*[fw]/.test(word))
}
