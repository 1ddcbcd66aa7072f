import { type ApplicationConfig, pathsOf } from '../application-config.ts'
import type { Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/**
 * Finds a probe of a path that the application does not serve, a liveness probe of a readiness
 * path, and a readiness probe of a liveness path.
 */
export function checkPath(
  { name, http }: Probe,
  config: ApplicationConfig,
): FieldProblem | undefined {
  if (http === undefined) return undefined
  const { liveness, readiness } = config
  const field = http.field.at('path') ?? http.field
  const isLiveness = liveness.paths.includes(http.path)
  const isReadiness = !isLiveness && readiness.paths.includes(http.path)
  if (!isLiveness && !isReadiness) {
    const { paths } = name === 'readinessProbe' ? readiness : liveness
    const message = `${name} requests ${http.path}; the application serves ${pathsOf(config).join(', ')}`
    return {
      field,
      rule: 'path-not-served',
      message,
      instead: paths[0] === undefined ? 'Remove the probe.' : `path: ${paths[0]}`,
    }
  }
  if (name === 'livenessProbe' && isReadiness) {
    const message = `livenessProbe requests ${http.path}, a readiness path of the application`
    const instead = `path: ${liveness.paths[0]}`
    return { field, rule: 'liveness-checks-readiness', message, instead }
  }
  if (name === 'readinessProbe' && isLiveness) {
    const message = `readinessProbe requests ${http.path}, a liveness path of the application`
    const instead = `path: ${readiness.paths[0]}`
    return { field, rule: 'readiness-checks-liveness', message, instead }
  }
  return undefined
}

/** Finds a startup probe of a readiness path. */
export function checkStartupPath(
  { name, http }: Probe,
  { liveness, readiness }: ApplicationConfig,
): readonly FieldProblem[] {
  if (name !== 'startupProbe' || http === undefined) return []
  if (!readiness.paths.includes(http.path) || liveness.paths.includes(http.path)) return []
  const message = `startupProbe requests ${http.path}, a readiness path of the application`
  const instead = `path: ${liveness.paths[0]}`
  const field = http.field.at('path') ?? http.field
  return [{ field, rule: 'startup-checks-readiness', severity: 'error', message, instead }]
}
