import { Option } from 'commander'
import type { Format } from '../lint/format.ts'
import { UsageError } from '../usage-error.ts'
import type { AddCommand } from './command.ts'

const helpText = `
Checks Pods, Deployments, StatefulSets, DaemonSets, Jobs and CronJobs, also in a
List. Reads files, or the output of Helm or Kustomize from standard input:

  helm template ./chart | readyz lint --config probes.json -

This command writes the configuration of an application whose dist/probes.js
exports the probes. stop contains the options of stopGracefully:

  node -e "import('./dist/probes.js').then(({ probes }) => console.log(
    JSON.stringify({ ...probes.describe(), stop: { drainSeconds: 18 } })))" > probes.json

Exit code: 0 without errors, also with warnings, 1 with errors, 64 wrong usage.`

interface Options {
  readonly config?: string
  readonly container?: string
  readonly format: Format
}

export const addLint: AddCommand = (program) => {
  program
    .command('lint')
    .summary('find errors in probes and lifecycle hooks of manifests')
    .description('Finds probes and lifecycle hooks in manifests that do not work as intended.')
    .argument('<files...>', 'manifests, or - for standard input')
    .option('--config <file>', 'configuration of the application in JSON')
    .option('--container <name>', 'name of its container, if the probe paths do not identify it')
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .addHelpText('after', helpText)
    .action(async (files: readonly string[], { config, container, format: as }: Options) => {
      const [{ readApplicationConfig }, { exitCodeOf }, { format }, { lintFiles }] =
        await Promise.all([
          import('../lint/application-config.ts'),
          import('../lint/finding.ts'),
          import('../lint/format.ts'),
          import('../lint/lint.ts'),
        ])
      const findings = await lintFiles(files, {
        ...(config !== undefined && {
          config: orUsageError(() => readApplicationConfig(config)),
        }),
        ...(container !== undefined && { container }),
      })
      const color = process.stdout.isTTY && process.stdout.hasColors()
      process.stdout.write(format(findings, as, { color }))
      process.exitCode = exitCodeOf(findings)
    })
}

function orUsageError<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'failed', { cause: error })
  }
}
