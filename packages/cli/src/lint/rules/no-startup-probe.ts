import { startupFailureThreshold } from '../../shutdown-times.ts'
import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Seconds. A delay of at least this length should be a startup probe. */
const longDelay = 30
const periodSeconds = 5

/** Finds a liveness probe with a long `initialDelaySeconds` instead of a startup probe. */
export function checkInitialDelay({ probes }: Container): readonly FieldProblem[] {
  const { livenessProbe, startupProbe } = probes
  if (livenessProbe === undefined || startupProbe !== undefined) return []
  const { field, initialDelaySeconds } = livenessProbe
  if (!(initialDelaySeconds >= longDelay)) return []
  const seconds = initialDelaySeconds * 2
  const threshold = startupFailureThreshold(seconds, periodSeconds)
  return [
    {
      field: field.at('initialDelaySeconds') ?? field,
      rule: 'no-startup-probe',
      message: `the first livenessProbe is sent after ${initialDelaySeconds} s, and a container that needs longer to start may be restarted`,
      instead: `A startupProbe with the same request, \`periodSeconds: ${periodSeconds}\` and \`failureThreshold: ${threshold}\`, which leaves at least ${seconds} s, and no initialDelaySeconds.`,
    },
  ]
}
