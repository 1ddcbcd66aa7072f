import { Option } from 'commander'
import type { ManifestOptions } from '../manifest/options.ts'
import { showValue } from '../redact/show.ts'
import { UsageError } from '../usage.ts'
import type { AddCommand } from './command.ts'

const more = `
The output belongs below spec.template.spec, and always passes readyz lint. With
--config, the times and paths are those of the application. Options override them.

The process must serve for drain-seconds >= period x threshold + timeout + 3 s, so
that load balancers that probe the pod see readiness fail. A preStop does not count,
because readiness fails from the signal on.

Exit code: 0, or 64 for options that are wrong or do not fit each other.`

interface Options extends ManifestOptions {
  readonly config?: string
  readonly format: 'yaml' | 'json'
}

const numbers: readonly (readonly [flag: string, description: string])[] = [
  ['timeout-seconds', 'that of createProbes, rounded up (default: 5)'],
  ['period-seconds', 'between two readiness probes (default: 5, or the timeout)'],
  ['failure-threshold', 'how many readiness probes in a row must fail (default: 2)'],
  ['start-seconds', 'how long the application may take to start (default: 60)'],
  ['pre-stop-seconds', 'sleep of the preStop hook before the signal, 0 for none (default: 5)'],
  ['drain-seconds', 'drainSeconds of stopGracefully (default: 15, or what readiness needs)'],
  ['stop-seconds', 'timeoutSeconds of stopGracefully (default: 10)'],
]

export const addManifest: AddCommand = (program) => {
  const command = program
    .command('manifest')
    .summary('write the probes of a manifest, and a shutdown that fits them')
    .description('Writes three probes, a grace period and a preStop hook that fit each other.')
    .option('--config <file>', 'the configuration of the application, as JSON; see lint --help')
    .option('--name <name>', 'of the container (default: app)')
    .option('--port <port>', 'number or name (default: 8000)', (text) =>
      /^\d+$/.test(text) ? Number(text) : text,
    )
    .option(
      '--container-port <number>',
      'the number of a port that is given by name (default: 8000)',
      (text) => readNumber('container-port', text),
    )
    .option('--liveness-path <path>', '(default: /healthz)')
    .option('--readiness-path <path>', '(default: /readiness)')
  for (const [flag, description] of numbers) {
    command.option(`--${flag} <number>`, description, (text) => readNumber(flag, text))
  }
  command
    .addOption(new Option('--format <format>').choices(['yaml', 'json']).default('yaml'))
    .addHelpText('after', more)
    .action(async ({ config, format, ...options }: Options) => {
      const [{ readDeclaration }, { writeManifest }, { namesIn, optionsFrom }] = await Promise.all([
        import('../lint/declaration.ts'),
        import('../manifest/manifest.ts'),
        import('../manifest/options.ts'),
      ])
      try {
        const declared = config === undefined ? {} : optionsFrom(readDeclaration(config))
        const nameOf = namesIn(config ?? '', declared, options)
        process.stdout.write(writeManifest({ ...declared, ...options }, format, nameOf))
      } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : 'failed', { cause: error })
      }
    })
}

function readNumber(flag: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new UsageError(`--${flag} is not a number: ${showValue(text)}`)
  return Number(text)
}
