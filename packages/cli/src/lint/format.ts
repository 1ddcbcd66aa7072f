import type { Finding } from './finding.ts'
import { github } from './format/github.ts'
import { json } from './format/json.ts'
import { sarif } from './format/sarif.ts'
import { type TextOptions, text } from './format/text.ts'

export type Format = 'text' | 'json' | 'sarif' | 'github'

export const formats: readonly Format[] = ['text', 'json', 'sarif', 'github']

/** Returns the findings in an output format. The text is empty or ends with a newline. */
export function format(
  findings: readonly Finding[],
  as: Format,
  options: TextOptions = {},
): string {
  if (as === 'json') return json(findings, options.checked)
  if (as === 'sarif') return sarif(findings)
  return as === 'github' ? github(findings) : text(findings, options)
}
