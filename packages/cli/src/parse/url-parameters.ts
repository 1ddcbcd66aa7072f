import { redactParameterName } from '../redact/arguments.ts'
import { UsageError } from '../usage-error.ts'

/** The parameters that the query of a URL may contain. */
export interface ParameterRules {
  readonly option: string
  /** Names that the client supports, and names without an effect on the check. */
  readonly known: readonly string[]
  /** Replacements for common names that the client does not support. */
  readonly hints: Readonly<Record<string, string>>
}

/**
 * Rejects a parameter that the client would ignore, because the check would then test another
 * configuration.
 *
 * @throws UsageError that names the parameter
 */
export function rejectUnknownParameters(
  { option, known, hints }: ParameterRules,
  parameters: URLSearchParams,
): void {
  const unknown = Array.from(parameters.keys()).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const hint = hints[unknown] ?? `the known parameters are ${known.join(', ') || 'none'}`
  const shown = unknown in hints ? unknown : redactParameterName(unknown)
  throw new UsageError(`${option}: the parameter ${shown} of the URL is not supported: ${hint}`)
}
