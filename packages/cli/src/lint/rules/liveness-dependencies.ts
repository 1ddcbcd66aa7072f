import type { ApplicationConfig } from '../application-config.ts'
import type { Container, Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { checkedDependencies, readinessPathPattern } from '../known-dependency-paths.ts'

/** Finds checkers that the application's configuration lists for both liveness and readiness. */
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
export function checkLivenessPath(container: Container): readonly FieldProblem[] {
  const { livenessProbe, readinessProbe } = container.probes
  const http = livenessProbe?.http
  if (livenessProbe === undefined || http === undefined) return []
  const field = http.field.at('path') ?? http.field
  if (readinessPathPattern.test(http.path)) {
    const message = `livenessProbe requests ${http.path}`
    const instead = 'Request a path that checks only the process, such as /healthz.'
    return [{ field, rule: 'liveness-checks-readiness', message, instead }]
  }
  const dependencies = checkedDependencies(http.target, container.image)
  if (dependencies !== undefined) {
    const message = `livenessProbe requests ${http.path}, which checks ${dependencies}`
    const instead = 'Request a path that checks only the process.'
    return [{ field, rule: 'liveness-checks-dependency', severity: 'warning', message, instead }]
  }
  if (!isSameRequest(container, livenessProbe, readinessProbe)) return []
  const message = `livenessProbe and readinessProbe both request ${http.path}`
  const instead =
    'Two paths: /healthz, which checks only the process, and /readiness, which checks the dependencies that every request needs.'
  return [{ field, rule: 'same-request', message, instead }]
}

function isSameRequest(container: Container, one: Probe, other: Probe | undefined): boolean {
  if (one.http === undefined || other?.http === undefined) return false
  const ports = container.field.at('ports')?.items() ?? []
  const numberOf = (port: unknown) =>
    ports.find((each) => each.at('name')?.scalar === port)?.at('containerPort')?.scalar ?? port
  return (
    one.http.target === other.http.target && numberOf(one.http.port) === numberOf(other.http.port)
  )
}
