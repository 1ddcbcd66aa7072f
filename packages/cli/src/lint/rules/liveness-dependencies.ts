import type { ApplicationConfig } from '../application-config.ts'
import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { checkedDependencies, readinessPathPattern } from '../known-dependency-paths.ts'

/** Finds checkers that both liveness and readiness run, by the application's configuration. */
export function checkLivenessCheckers(
  { probes: { livenessProbe } }: Container,
  { liveness, readiness }: ApplicationConfig,
): readonly FieldProblem[] {
  const names = readiness.checkers.map(({ name }) => name)
  const shared = liveness.checkers.map(({ name }) => name).filter((name) => names.includes(name))
  if (livenessProbe === undefined || shared.length === 0) return []
  return [
    {
      field: livenessProbe.field,
      rule: 'liveness-checks-dependency',
      message: `liveness checks ${shared.join(', ')}, and so does readiness`,
      instead: 'Remove it from `liveness` in createProbes.',
    },
  ]
}

/**
 * Finds a liveness probe whose path checks a dependency. For containers without a configuration,
 * where only the path is known.
 */
export function checkLivenessPath({ probes, image }: Container): readonly FieldProblem[] {
  const http = probes.livenessProbe?.http
  if (http === undefined) return []
  const field = http.field.at('path') ?? http.field
  if (readinessPathPattern.test(http.path)) {
    const message = `livenessProbe requests ${http.path}`
    const instead = 'Request a path that checks only the process, such as /healthz.'
    return [{ field, rule: 'liveness-checks-readiness', message, instead }]
  }
  const dependencies = checkedDependencies(http.target, image)
  if (dependencies === undefined) return []
  const message = `livenessProbe requests ${http.path}, which may check ${dependencies}`
  const instead = 'Request a path that checks only the process.'
  return [{ field, rule: 'liveness-checks-dependency', severity: 'warning', message, instead }]
}
