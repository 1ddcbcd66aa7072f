import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Finds the containers of a serving pod that need a readiness probe and do not have one. */
export function checkReadinessExists(containers: readonly Container[]): readonly FieldProblem[] {
  const main = containers.filter(({ role }) => role === 'main')
  const [first] = main
  if (first === undefined || !first.workload.isServing) return []
  const unready = main.filter(({ probes }) => probes.readinessProbe === undefined)
  const probed = unready.filter(({ probes }) => probes.livenessProbe ?? probes.startupProbe)
  // A pod is ready when all of its containers are. One readiness probe is enough for a pod whose
  // other containers have no probes at all.
  const reported = probed.length > 0 ? probed : unready.length === main.length ? [first] : []
  return reported.map(({ name, field }) => ({
    field,
    rule: 'no-readiness',
    message: `${name === '' ? 'the container' : `container ${name}`} has no readinessProbe`,
    instead: 'readinessProbe: { httpGet: { path: /readiness, port: … } }',
  }))
}
