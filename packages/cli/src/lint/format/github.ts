import type { Finding } from '../finding.ts'

/** Returns workflow commands, which GitHub shows as annotations in a pull request. */
export function github(findings: readonly Finding[]): string {
  return findings.map(command).join('')
}

function command(finding: Finding): string {
  const { file, line, column, rule, severity, message, why, instead, field } = finding
  const location = file === '-' ? {} : { file, line, col: column }
  const properties = Object.entries({ ...location, title: `readyz ${rule}` })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
  const body = [message, ...(field === '' ? [] : [`At ${field}.`]), why, `Instead: ${instead}`]
  return `::${severity} ${properties}::${escapeData(body.join('\n'))}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
