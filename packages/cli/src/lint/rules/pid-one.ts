import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { programOf, scriptOf } from '../shell/commands.ts'
import { parseScript } from '../shell/parse-script.ts'

/**
 * The last command of a script that runs no application: it waits, prints, or ends a loop or a
 * condition. `exec` in front of it would be wrong, or would not help.
 */
const notAnApplication = /^(?:sleep|echo|printf|cat|ls|exit|done|fi|esac|\}|true|:|tail)$/

const packageManagers: ReadonlySet<string> = new Set(['npm', 'npx', 'pnpm', 'yarn'])

/**
 * Finds a first process that may keep the signal of the shutdown from the application: a package
 * manager, or a shell that runs several commands. A shell replaces itself with a single command.
 */
export function checkFirstProcess({
  field,
  argv,
  role,
  workload: { pod },
}: Container): readonly FieldProblem[] {
  const command = field.at('command') ?? field.at('args')
  if (command === undefined || role === 'init') return []
  // A pod that ends by itself, such as that of a Job, is rarely stopped.
  if ((pod.textAt('restartPolicy') ?? 'Always') !== 'Always') return []
  const program = nonForwardingProcess(argv)
  if (program === undefined) return []
  return [
    {
      field: command,
      rule: 'signal-not-forwarded',
      message: `the first process is ${program}, which may not forward SIGTERM to the application`,
      instead:
        program === 'a shell'
          ? 'Write `exec` in front of the last command of the script.'
          : 'Start the program itself, such as command: [node, server.js].',
    },
  ]
}

/** Returns the first process if it may not forward signals. */
function nonForwardingProcess(argv: readonly string[]): string | undefined {
  const script = scriptOf(argv)
  if (script === undefined) {
    const first = programOf(argv)
    return packageManagers.has(first) ? first : undefined
  }
  const commands = parseScript(script)
  const last = programOf((commands.at(-1)?.words ?? []).filter((word) => word !== 'exec'))
  if (packageManagers.has(last)) return last
  // A trap handles the signal in the script.
  const handlesSignal = commands.some(({ words: [first = ''] }) =>
    /^(?:exec|trap|wait)$/.test(first),
  )
  if (commands.length < 2 || handlesSignal || notAnApplication.test(last)) return undefined
  // `exec` has no effect in a pipeline.
  if (commands.at(-1)?.operator === '|') return undefined
  return 'a shell'
}
