import type { Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Finds a liveness or readiness probe that may take longer than its period. */
export function checkPeriod(probe: Probe): readonly FieldProblem[] {
  const { name, field, timeoutSeconds, periodSeconds } = probe
  // A startup probe with a short period lets a quick start be seen early.
  if (name === 'startupProbe' || !(timeoutSeconds > periodSeconds)) return []
  const isDefault = field.at('periodSeconds') === undefined
  const period = `${periodSeconds} s${isDefault ? ', the default' : ''}`
  return [
    {
      field: field.at('timeoutSeconds') ?? field,
      rule: 'timeout-above-period',
      message: `${name} may take ${timeoutSeconds} s, and the next is due after ${period}`,
      instead: `periodSeconds: ${timeoutSeconds}, or a timeoutSeconds of at most ${periodSeconds}.`,
    },
  ]
}
