import { Option } from 'commander'
import type { Format } from '../lint/format.ts'
import { UsageError } from '../usage.ts'
import type { AddCommand } from './command.ts'

const more = `
Reads Pods, Deployments, StatefulSets, DaemonSets, Jobs and CronJobs, also in a
List, and what Helm or Kustomize print; - is standard input:

  helm template ./chart | readyz lint --config probes.json -

The configuration is what the application says of itself. This writes it, where
dist/probes.js exports the probes, and stop is what stopGracefully is given:

  node -e "import('./dist/probes.js').then(({ probes }) => console.log(
    JSON.stringify({ ...probes.describe(), stop: { drainSeconds: 18 } })))" > probes.json

Exit code: 0 without errors, also with warnings, 1 with errors, 64 wrong use.`

interface Options {
  readonly config?: string
  readonly container?: string
  readonly format: Format
}

export const addLint: AddCommand = (program) => {
  program
    .command('lint')
    .summary('check manifests for probes and stops that go wrong')
    .description('Checks manifests: what of their probes and hooks does not do what it seems to.')
    .argument('<files...>', 'manifests, or - for standard input')
    .option('--config <file>', 'what the application says of itself, as JSON')
    .option('--container <name>', 'its container, if its paths do not tell which it is')
    .addOption(
      new Option('--format <format>', 'how to print what is found')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .addHelpText('after', more)
    .action(async (files: readonly string[], { config, container, format: as }: Options) => {
      const [{ readDeclaration }, { exitCodeOf }, { format }, { lintFiles }] = await Promise.all([
        import('../lint/declaration.ts'),
        import('../lint/finding.ts'),
        import('../lint/format.ts'),
        import('../lint/lint.ts'),
      ])
      const findings = await lintFiles(files, {
        ...(config !== undefined && { declaration: orWrongUse(() => readDeclaration(config)) }),
        ...(container !== undefined && { container }),
      })
      const color = process.stdout.isTTY && process.stdout.hasColors()
      process.stdout.write(format(findings, as, { color }))
      process.exitCode = exitCodeOf(findings)
    })
}

function orWrongUse<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'failed', { cause: error })
  }
}
