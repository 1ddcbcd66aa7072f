import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import type { AddCommand } from './commands/command.ts'
import { addLint } from './commands/lint.ts'
import { addManifest } from './commands/manifest.ts'
import { addProbe } from './commands/probe.ts'
import { addWait } from './commands/wait.ts'
import { showArgument, showCommanderMessage } from './redact/show.ts'
import { UsageError, wrongUse } from './usage.ts'

const commands: readonly AddCommand[] = [addProbe, addWait, addManifest, addLint]

/** Does what the arguments say, and gives the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  process.exitCode = 0
  try {
    await createProgram().parseAsync(args, { from: 'user' })
    return process.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUse
    if (!(error instanceof UsageError)) throw error
    console.error(`readyz: ${error.message}`)
    return wrongUse
  }
}

function createProgram(): Command {
  const program = new Command('readyz')
    .description('Health checks of Kubernetes, from the command line.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .configureOutput({
      outputError: (text, write) =>
        write(showCommanderMessage(text.trimEnd()).replace(/^error: (.*)/s, 'readyz: $1\n')),
    })
    .exitOverride()
    .allowExcessArguments()
    .hook('preAction', (_, command) => refuseExcess(command))
  for (const add of commands) add(program)
  return program
}

// What commander says of them itself does not say which they are.
function refuseExcess({ args, registeredArguments }: Command): void {
  const excess = args[registeredArguments.length]
  if (excess === undefined || registeredArguments.at(-1)?.variadic) return
  throw new UsageError(`expected no further argument, got ${showArgument(excess)}`)
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
