import { Option } from 'commander'
import { readAuthorities } from '../read/ca.ts'
import { showArgument } from '../redact/show.ts'
import { UsageError } from '../usage.ts'
import type { Dependency, Kind } from '../wait/dependency.ts'
import { kinds } from '../wait/kinds.ts'
import type { Target } from '../wait/supervise.ts'
import { type AddCommand, timeOption } from './command.ts'

const more = `
Every option but --timeout and --ca may be given more than once. All dependencies
are checked at once, and each again until it has passed, after pauses that grow
to two seconds. On a terminal each has a line that is kept up to date, elsewhere
every change is a line. Users, passwords and queries of URLs are never printed,
also not as part of what a server answers. Percent-encode the characters
/ ? # @ % in a user or password: %2F %3F %23 %40 %25.

--ca verifies the certificates of rediss: and https: URLs, of --pg URLs with an
sslmode, and of --mysql URLs with ssl={}.

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
  const asked: Asked[] = []
  for (const kind of kinds) command.addOption(optionOf(kind, asked))
  command
    .option('--ca <file>', 'certificate authorities in PEM, trusted instead of those of Node')
    .addOption(timeOption('how long to wait at most').default(60_000, '60s'))
    .addHelpText('after', more)
    .action(async ([word]: readonly string[], { timeout, ca }: Options) => {
      if (word !== undefined) {
        const written = 'write `readyz wait … && exec …`'
        throw new UsageError(`wait starts no command, got ${showArgument(word)}: ${written}`)
      }
      if (asked.length === 0) {
        const options = kinds.map(({ option }) => option).join(', ')
        throw new UsageError(`nothing to wait for: expected at least one of ${options}`)
      }
      if (ca !== undefined) checkAuthorities(ca, asked)
      const { runWait } = await import('../wait/run.ts')
      process.exitCode = await runWait({ targets: asked, timeout, ca })
    })
}

interface Options {
  readonly timeout: number
  readonly ca?: string
}

interface Asked extends Target, Pick<Dependency, 'title' | 'isSecure'> {}

function checkAuthorities(file: string, asked: readonly Asked[]): void {
  readAuthorities('--ca', file)
  if (asked.some(({ isSecure }) => isSecure)) return
  const how = 'rediss:, https:, sslmode=verify-full for --pg, ssl={} for --mysql'
  throw new UsageError(`--ca: no dependency uses TLS; write ${how}`)
}

/** All kinds fill one list, so that it has the order in which they were asked for. */
function optionOf({ option, value, description, read }: Kind, asked: Asked[]): Option {
  return new Option(`${option} ${value}`, description).argParser((text) => {
    const { title, isSecure } = read(option, text)
    return asked.push({ option, text, title, isSecure })
  })
}
