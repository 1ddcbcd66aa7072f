import { Option } from 'commander'
import type { ManifestOptions } from '../manifest/manifest-options.ts'
import { redactValue } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'
import type { AddCommand } from './command.ts'

const helpText = `
Insert the output below spec.template.spec. It always passes readyz lint. With
--config, times and paths come from the application. Options override them.

The process must serve for drain-seconds >= period x threshold + timeout + 3 s, so
that load balancers that probe the pod see readiness fail. A preStop does not count,
because readiness fails from the signal on.

Exit code: 0, or 64 for options that are invalid or contradict each other.`

interface Options extends ManifestOptions {
  readonly config?: string
  readonly format: 'yaml' | 'json'
}

const numbers: readonly (readonly [flag: string, description: string])[] = [
  ['timeout-seconds', 'timeoutSeconds of createProbes, rounded up (default: 5)'],
  ['period-seconds', 'time between two readiness probes (default: 5, or the timeout)'],
  ['failure-threshold', 'how many readiness probes in a row must fail (default: 2)'],
  ['start-seconds', 'how long the application may take to start (default: 60)'],
  ['pre-stop-seconds', 'sleep of the preStop hook before the signal, 0 for none (default: 5)'],
  ['drain-seconds', 'drainSeconds of stopGracefully (default: 15, or more if readiness needs it)'],
  ['stop-seconds', 'timeoutSeconds of stopGracefully (default: 10)'],
]

export const addManifest: AddCommand = (program) => {
  const command = program
    .command('manifest')
    .summary('write the probes and the shutdown times of a manifest')
    .description('Writes three probes, a grace period and a preStop hook with consistent times.')
    .option('--config <file>', 'configuration of the application in JSON; see lint --help')
    .option('--name <name>', 'name of the container (default: app)')
    .option('--port <port>', 'number or name of the port (default: 8000)', (text) =>
      /^\d+$/.test(text) ? Number(text) : text,
    )
    .option(
      '--container-port <number>',
      'number of the port if --port is a name (default: 8000)',
      (text) => readNumber('container-port', text),
    )
    .option('--liveness-path <path>', 'path of the liveness probe (default: /healthz)')
    .option('--readiness-path <path>', 'path of the readiness probe (default: /readiness)')
  for (const [flag, description] of numbers) {
    command.option(`--${flag} <number>`, description, (text) => readNumber(flag, text))
  }
  command
    .addOption(new Option('--format <format>').choices(['yaml', 'json']).default('yaml'))
    .addHelpText('after', helpText)
    .action(async ({ config, format, ...options }: Options) => {
      const [{ readApplicationConfig }, { writeManifest }, { optionNames, optionsFromConfig }] =
        await Promise.all([
          import('../lint/application-config.ts'),
          import('../manifest/write-manifest.ts'),
          import('../manifest/manifest-options.ts'),
        ])
      try {
        const configured =
          config === undefined ? {} : optionsFromConfig(readApplicationConfig(config))
        const nameOf = optionNames(config ?? '', configured, options)
        process.stdout.write(writeManifest({ ...configured, ...options }, format, nameOf))
      } catch (error) {
        throw new UsageError(error instanceof Error ? error.message : 'failed', { cause: error })
      }
    })
}

function readNumber(flag: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new UsageError(`--${flag} is not a number: ${redactValue(text)}`)
  return Number(text)
}
