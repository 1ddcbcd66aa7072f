import { showParameter } from '../redact/show.ts'
import { UsageError } from '../usage.ts'

/** The parameters in the query of a URL. */
export interface ParameterRules {
  readonly option: string
  /** Names that are understood, or that change nothing about the check. */
  readonly known: readonly string[]
  /** What to write in place of a name that is not. */
  readonly hints: Readonly<Record<string, string>>
}

/**
 * Rejects a parameter that would be ignored: a check that passes without it proves something else.
 *
 * @throws UsageError that names the parameter
 */
export function rejectUnknownParameters(
  { option, known, hints }: ParameterRules,
  parameters: URLSearchParams,
): void {
  const unknown = Array.from(parameters.keys()).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const hint = hints[unknown] ?? `known are ${known.join(', ') || 'none'}`
  const shown = unknown in hints ? unknown : showParameter(unknown)
  throw new UsageError(`${option}: the parameter ${shown} of the URL is not supported: ${hint}`)
}
