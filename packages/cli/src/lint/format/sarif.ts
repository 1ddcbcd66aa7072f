import { pathToFileURL } from 'node:url'
import type { Log, ReportingDescriptor, Result } from 'sarif'
import type { Finding } from '../finding.ts'
import { ruleAddress } from '../rule-address.ts'
import { type RuleId, rules } from '../rule-descriptions.ts'

const ids = Object.keys(rules) as readonly RuleId[]

/** Returns a SARIF 2.1.0 log for code scanning. */
export function sarif(findings: readonly Finding[]): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'readyz', rules: ids.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(result),
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function descriptor(id: RuleId): ReportingDescriptor {
  const { severity, summary, why } = rules[id]
  const helpUri = ruleAddress(id)
  return {
    id,
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: why },
    helpUri,
    help: { text: why, markdown: `${why} [Example and correction](${helpUri})` },
    defaultConfiguration: { level: severity },
  }
}

function result(finding: Finding): Result {
  const { rule, severity, message, why, instead, file, line, column, object, field } = finding
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: severity,
    message: { text: `${message}. ${why} Instead: ${instead}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
        ...(field !== '' && {
          logicalLocations: [{ fullyQualifiedName: `${object}: ${field}`, kind: 'member' }],
        }),
      },
    ],
    // Identifies the finding when its line number changes.
    partialFingerprints: { 'place/v1': [rule, file, object, field].join('\n') },
  }
}

// Relative to the working directory, which usually is the root of the repository.
function uriOf(file: string): string {
  if (file === '-') return 'stdin'
  const { href } = pathToFileURL(file)
  const workingDirectory = `${pathToFileURL(process.cwd()).href}/`
  return href.startsWith(workingDirectory) ? href.slice(workingDirectory.length) : href
}
