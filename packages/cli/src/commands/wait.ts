import { Option } from 'commander'
import { showArgument } from '../redact/show.ts'
import { UsageError } from '../usage.ts'
import type { Dependency, Kind } from '../wait/dependency.ts'
import { kinds } from '../wait/kinds.ts'
import { type AddCommand, timeOption } from './command.ts'

const more = `
Every option but --timeout may be given more than once. All dependencies are
asked at once, and each again until it has passed, after pauses that grow to two
seconds. On a terminal each has a line that is kept up to date, elsewhere every
change is a line. Users, passwords and queries of URLs are never printed, also
not as part of what a server answers.

  readyz wait --pg "$DATABASE_URL" --tcp broker:5672 && exec node server.js

It starts no command itself: it would stay between the application and its
signals.

Exit code: 0 as soon as all have passed, 1 when the time is over, 64 wrong use.`

export const addWait: AddCommand = (program) => {
  const command = program
    .command('wait')
    .summary('wait for databases, caches and servers')
    .description('Waits until all dependencies pass: for init containers and entrypoints.')
    .usage('[options]')
    // None is expected, but many tools of this kind take one.
    .argument('[command...]')
  const asked: Dependency[] = []
  for (const kind of kinds) command.addOption(optionOf(kind, asked))
  command
    .addOption(timeOption('how long to wait at most').default(60_000, '60s'))
    .addHelpText('after', more)
    .action(async ([word]: readonly string[], { timeout }: { timeout: number }) => {
      if (word !== undefined) {
        const written = 'write `readyz wait … && exec …`'
        throw new UsageError(`wait starts no command, got ${showArgument(word)}: ${written}`)
      }
      if (asked.length === 0) {
        const options = kinds.map(({ option }) => option).join(', ')
        throw new UsageError(`nothing to wait for: expected at least one of ${options}`)
      }
      const { runWait } = await import('../wait/run.ts')
      process.exitCode = await runWait(asked, timeout)
    })
}

/** All kinds fill one list, so that it has the order in which they were asked for. */
function optionOf({ option, value, description, read }: Kind, asked: Dependency[]): Option {
  return new Option(`${option} ${value}`, description).argParser((text) =>
    asked.push(read(option, text)),
  )
}
