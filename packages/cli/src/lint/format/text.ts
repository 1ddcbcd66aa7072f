import { styleText } from 'node:util'
import type { Checked } from '../checked.ts'
import type { Finding } from '../finding.ts'
import { ruleAddress } from '../rule-address.ts'
import { countFindings } from './count-findings.ts'

export interface TextOptions {
  /** Whether to use colors. Default: false. */
  readonly color?: boolean
  /** What was checked. Default: not printed. */
  readonly checked?: Checked
}

/** Returns the findings by file, each with its position, reason, correction and page. */
export function text(
  findings: readonly Finding[],
  { color = false, checked }: TextOptions = {},
): string {
  const paint: Paint = (style, words) =>
    color ? styleText(style, words, { validateStream: false }) : words
  const files = new Set(findings.map(({ file }) => file))
  const parts = Array.from(files, (file) => {
    const fileFindings = findings.filter((each) => each.file === file)
    const name = paint('underline', clean(file === '-' ? '(standard input)' : file))
    return [name, ...fileFindings.flatMap((each) => lines(each, paint)), ''].join('\n')
  })
  const scope = checked === undefined ? [] : [paint('dim', describeScope(checked))]
  return `${[...parts, summary(findings, files.size, paint), ...scope].join('\n')}\n`
}

type Paint = (
  style: 'underline' | 'red' | 'yellow' | 'green' | 'dim' | 'bold',
  words: string,
) => string

function lines(finding: Finding, paint: Paint): readonly string[] {
  const { line, column, object, field, rule, severity, message, why, instead } = finding
  const label = paint(severity === 'error' ? 'red' : 'yellow', severity)
  const position = paint('dim', `${line}:${column}`)
  const at = [object, field].filter(Boolean).join(': ')
  return [
    `  ${position} ${label} ${clean(message)} ${paint('dim', `[${rule}]`)}`,
    ...(at === '' ? [] : [`      at      ${clean(at)}`]),
    `      why     ${why}`,
    `      instead ${clean(instead)}`,
    `      page    ${ruleAddress(rule)}`,
  ]
}

function summary(findings: readonly Finding[], files: number, paint: Paint): string {
  const { errors, warnings } = countFindings(findings)
  if (findings.length === 0) return paint('green', 'no problems found')
  const counts = `${count(errors, 'error')} and ${count(warnings, 'warning')} in ${count(files, 'file')}`
  return paint(errors > 0 ? 'red' : 'yellow', counts)
}

function describeScope({ workloads, containers, probes, skipped }: Checked): string {
  const checked = `checked ${count(workloads, 'workload')}, ${count(containers, 'container')} and ${count(probes, 'probe')}`
  if (skipped.size === 0) return checked
  const kinds = Array.from(skipped, ([kind, number]) => `${number} ${clean(kind)}`)
  return `${checked}; objects without containers: ${kinds.join(', ')}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

// Control characters of a manifest could change the state of the terminal.
function clean(words: string): string {
  return words.replaceAll(/\p{Cc}/gu, '?')
}
