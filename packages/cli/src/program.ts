import { Command, CommanderError } from 'commander'
import type { AddCommand } from './commands/command.ts'
import { addLint } from './commands/lint.ts'
import { addManifest } from './commands/manifest.ts'
import { addProbe } from './commands/probe.ts'
import { addWait } from './commands/wait.ts'
import { readPackageVersion } from './package-version.ts'
import { redactArgument, redactCommanderMessage } from './redact/arguments.ts'
import { UsageError, usageExitCode } from './usage-error.ts'

const commands: readonly AddCommand[] = [addProbe, addWait, addManifest, addLint]

/** Runs the command in the arguments and returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  process.exitCode = 0
  try {
    await createProgram().parseAsync(args, { from: 'user' })
    return process.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode
    if (!(error instanceof UsageError)) throw error
    console.error(`readyz: ${error.message}`)
    return usageExitCode
  }
}

function createProgram(): Command {
  const program = new Command('readyz')
    .description('Kubernetes health checks from the command line.')
    .version(readPackageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      outputError: (text, write) =>
        write(redactCommanderMessage(text.trimEnd()).replace(/^error: (.*)/s, 'readyz: $1\n')),
    })
    .exitOverride()
    .allowExcessArguments()
    .hook('preAction', (_, command) => rejectExcessArguments(command))
  for (const add of commands) add(program)
  return program
}

// The error of commander for this case does not contain the argument.
function rejectExcessArguments({ args, registeredArguments }: Command): void {
  const excess = args[registeredArguments.length]
  if (excess === undefined || registeredArguments.at(-1)?.variadic) return
  throw new UsageError(`expected no further argument, got ${redactArgument(excess)}`)
}
