import { Option } from 'commander'
import type { ManifestOptions } from '../manifest/options.ts'
import { showValue } from '../redact/show.ts'
import { UsageError } from '../usage.ts'
import type { AddCommand } from './command.ts'

const more = `
What is printed belongs below spec.template.spec, and always passes readyz lint.
With --config the times and paths are those of the application; options that are
given count for more.

Exit code: 0, or 64 for options that are wrong or do not fit each other.`

interface Options extends ManifestOptions {
  readonly config?: string
  readonly format: 'yaml' | 'json'
}

const numbers: readonly (readonly [flag: string, description: string])[] = [
  ['timeout-seconds', 'that of createProbes, rounded up (default: 5)'],
  ['period-seconds', 'how often readiness is asked (default: 5, or the timeout)'],
  ['failure-threshold', 'how many readiness probes in a row have to fail (default: 2)'],
  ['start-seconds', 'how long the application may take to start (default: 60)'],
  ['pre-stop-seconds', 'between removal and the signal to stop, 0 for none (default: 5)'],
  ['drain-seconds', 'drainSeconds of stopGracefully (default: 10, or what readiness needs)'],
  ['stop-seconds', 'timeoutSeconds of stopGracefully (default: 15)'],
]

export const addManifest: AddCommand = (program) => {
  const command = program
    .command('manifest')
    .summary('write the probes of a manifest, and a stop that fits them')
    .description('Writes three probes, a grace period and a preStop that fit each other.')
    .option('--config <file>', 'what the application says of itself, as JSON; see lint --help')
    .option('--name <name>', 'of the container (default: app)')
    .option('--port <port>', 'number or name (default: 8000)', (text) =>
      /^\d+$/.test(text) ? Number(text) : text,
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
      const [{ readDeclaration }, { writeManifest }, { optionsFrom }] = await Promise.all([
        import('../lint/declaration.ts'),
        import('../manifest/manifest.ts'),
        import('../manifest/options.ts'),
      ])
      try {
        const declared = config === undefined ? {} : optionsFrom(readDeclaration(config))
        process.stdout.write(writeManifest({ ...declared, ...options }, format))
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
