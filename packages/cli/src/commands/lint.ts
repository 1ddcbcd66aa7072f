import { Option } from 'commander'
import type { Format } from '../lint/format.ts'
import { isRuleId } from '../lint/rule-descriptions.ts'
import type { RuleSettings } from '../lint/rule-settings.ts'
import { redactValue } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'
import type { AddCommand } from './command.ts'

const helpText = `
Checks every object that contains containers, of any kind: Pods, Deployments,
CronJobs, Lists, custom resources. Reads files, the YAML and JSON files of a
folder, or the output of Helm or Kustomize from standard input:

  helm template ./chart | readyz lint --config probes.json -

This command writes the configuration of an application whose dist/probes.js
exports the probes. stop contains the options of stopGracefully:

  node -e "import('./dist/probes.js').then(({ probes }) => console.log(
    JSON.stringify({ ...probes.describe(), stop: { drainSeconds: 18 } })))" > probes.json

A comment ignores a rule for the next field and everything in it:

  # readyz-ignore no-startup-probe: starts in 2 s

Exit code: 0 without errors and with at most --max-warnings warnings, otherwise
1; 64 wrong usage.`

interface Options {
  readonly config?: string
  readonly container?: string
  readonly format: Format
  readonly maxWarnings?: number
  readonly rule?: RuleSettings
  readonly rules?: true
}

export const addLint: AddCommand = (program) => {
  program
    .command('lint')
    .summary('find errors in probes and lifecycle hooks of manifests')
    .description('Finds probes and lifecycle hooks in manifests that do not work as intended.')
    .argument('[files...]', 'manifests, folders or patterns, or - for standard input')
    .option('--config <file>', 'configuration of the application in JSON')
    .option('--container <name>', 'name of its container, if the probe paths do not identify it')
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--max-warnings <number>', 'exit with 1 if there are more warnings', parseCount)
    .option(
      '--rule <name=severity>',
      'severity of a rule: off, warning or error (can be repeated)',
      parseRule,
    )
    .option('--rules', 'print all rules')
    .addHelpText('after', helpText)
    .action(async (files: readonly string[], options: Options) => {
      if (options.rules) process.stdout.write((await import('../lint/format/rules.ts')).rulesText())
      else await runLint(files, options)
    })
}

async function runLint(files: readonly string[], options: Options): Promise<void> {
  const { config, container, format: as, maxWarnings, rule } = options
  if (files.length === 0) throw new UsageError('expected a file, a folder, a pattern or -')
  if (container !== undefined && config === undefined) {
    throw new UsageError(
      '--container requires --config, because it names the container of that application',
    )
  }
  const [{ readApplicationConfig }, { exitCodeOf }, { format }, { lintFiles }] = await Promise.all([
    import('../lint/application-config.ts'),
    import('../lint/finding.ts'),
    import('../lint/format.ts'),
    import('../lint/lint.ts'),
  ])
  const { findings, checked } = await lintFiles(files, {
    ...(config !== undefined && { config: orUsageError(() => readApplicationConfig(config)) }),
    ...(container !== undefined && { container }),
    ...(rule !== undefined && { rules: rule }),
  })
  const color = process.stdout.isTTY && process.stdout.hasColors()
  process.stdout.write(format(findings, as, { color, checked }))
  process.exitCode = exitCodeOf(findings, maxWarnings)
}

function parseCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError(`--max-warnings: expected a whole number, got "${redactValue(text)}"`)
}

function parseRule(text: string, previous: RuleSettings = {}): RuleSettings {
  const [, name = '', severity] = /^([\w-]+)=(off|warning|error)$/.exec(text) ?? []
  if (isRuleId(name)) return { ...previous, [name]: severity }
  const message = `--rule: expected name=off, name=warning or name=error, got "${redactValue(text)}"`
  throw new UsageError(`${message}; readyz lint --rules prints the names`)
}

function orUsageError<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'failed', { cause: error })
  }
}
