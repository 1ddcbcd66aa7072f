import type { Container, Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { livenessPathPattern, readinessPathPattern } from '../known-dependency-paths.ts'

/**
 * Finds a startup probe of a readiness path and a readiness probe of a liveness path, by the name of
 * the path. For containers without a configuration.
 */
export function checkPathNames({ probes }: Container): readonly FieldProblem[] {
  const { readinessProbe, startupProbe } = probes
  return [
    ...(startupProbe === undefined ? [] : checkStartupPath(startupProbe)),
    ...(readinessProbe === undefined ? [] : checkReadinessPath(readinessProbe)),
  ]
}

function checkStartupPath({ field, http }: Probe): readonly FieldProblem[] {
  if (http === undefined || !readinessPathPattern.test(http.path)) return []
  const message = `startupProbe requests ${http.path}, so an outage of a dependency may restart every new container`
  const instead = 'Request the path of the liveness probe.'
  return [
    { field: http.field.at('path') ?? field, rule: 'startup-checks-readiness', message, instead },
  ]
}

function checkReadinessPath({ field, http }: Probe): readonly FieldProblem[] {
  if (http === undefined || !livenessPathPattern.test(http.path)) return []
  const message = `readinessProbe requests ${http.path}, which by its name checks only liveness`
  const instead =
    'Request a path that checks whether the pod can serve requests, such as /readiness.'
  return [
    {
      field: http.field.at('path') ?? field,
      rule: 'readiness-checks-liveness',
      severity: 'warning',
      message,
      instead,
    },
  ]
}
