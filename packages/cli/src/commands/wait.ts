import { Option } from 'commander'
import { readAuthorities } from '../parse/certificate-authorities.ts'
import { redactArgument } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'
import type { Dependency, DependencyKind } from '../wait/dependency.ts'
import { kinds } from '../wait/dependency-kinds.ts'
import type { Target } from '../wait/run-worker.ts'
import { type AddCommand, timeOption } from './command.ts'

const helpText = `
Every option except --timeout and --ca can be repeated. All dependencies are
checked concurrently. A failed check is repeated until it passes, after pauses
that increase to two seconds. On a terminal each dependency has a line that is
updated. In a log every change is a line. Users, passwords and queries of URLs
are never printed, not even as part of a server's message. Percent-encode the
characters / ? # @ % in a user or password: %2F %3F %23 %40 %25.

--ca verifies the certificates of rediss: and https: URLs, of --pg URLs with an
sslmode, and of --mysql URLs with ssl={}.

  readyz wait --pg "$DATABASE_URL" --tcp broker:5672 && exec node server.js

wait does not start a command, because it would then have to forward signals to
the application.

Exit code: 0 when all have passed, 1 after the time limit, 64 wrong usage.`

export const addWait: AddCommand = (program) => {
  const command = program
    .command('wait')
    .summary('wait for databases, caches and servers')
    .description('Waits until all dependencies pass. For init containers and entrypoints.')
    .usage('[options]')
    // Similar tools start a command. This one rejects it with an error that names the alternative.
    .argument('[command...]')
  const requested: Requested[] = []
  for (const kind of kinds) command.addOption(optionOf(kind, requested))
  command
    .option('--ca <file>', 'certificate authorities in PEM, trusted instead of the list of Node')
    .addOption(timeOption('time limit for all dependencies').default(60_000, '60s'))
    .addHelpText('after', helpText)
    .action(async ([word]: readonly string[], { timeout, ca }: Options) => {
      if (word !== undefined) {
        const alternative = 'write `readyz wait … && exec …`'
        throw new UsageError(
          `wait does not start a command, got ${redactArgument(word)}: ${alternative}`,
        )
      }
      if (requested.length === 0) {
        const options = kinds.map(({ option }) => option).join(', ')
        throw new UsageError(`nothing to wait for: expected at least one of ${options}`)
      }
      if (ca !== undefined) checkAuthorities(ca, requested)
      const { runWait } = await import('../wait/run-wait.ts')
      process.exitCode = await runWait({ targets: requested, timeout, ca })
    })
}

interface Options {
  readonly timeout: number
  readonly ca?: string
}

interface Requested extends Target, Pick<Dependency, 'title' | 'isSecure'> {}

function checkAuthorities(file: string, requested: readonly Requested[]): void {
  readAuthorities('--ca', file)
  if (requested.some(({ isSecure }) => isSecure)) return
  const tlsUrls = 'rediss:, https:, sslmode=verify-full for --pg, ssl={} for --mysql'
  throw new UsageError(`--ca: no dependency uses TLS; write ${tlsUrls}`)
}

/** All options append to one list, which keeps their order on the command line. */
function optionOf(
  { option, value, description, read }: DependencyKind,
  requested: Requested[],
): Option {
  return new Option(`${option} ${value}`, description).argParser((text) => {
    const { title, isSecure } = read(option, text)
    return requested.push({ option, text, title, isSecure })
  })
}
