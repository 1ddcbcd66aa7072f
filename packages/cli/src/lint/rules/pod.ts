import type { Container } from '../container.ts'
import type { Said } from '../shape.ts'

/** Which containers of a pod should say when they are ready, and do not. */
export function readinessErrors(containers: readonly Container[]): readonly Said[] {
  const main = containers.filter(({ role }) => role === 'main')
  const [first] = main
  if (first === undefined || !first.workload.serves) return []
  const silent = main.filter(({ probes }) => probes.readinessProbe === undefined)
  const alive = silent.filter(({ probes }) => probes.livenessProbe ?? probes.startupProbe)
  // A pod is ready when all its containers are, so one that says it speaks for those that say nothing at all.
  const at = alive.length > 0 ? alive : silent.length === main.length ? [first] : []
  return at.map(({ name, field }) => ({
    field,
    remark: {
      rule: 'no-readiness',
      message: `${name === '' ? 'the container' : `container ${name}`} has no readinessProbe`,
      instead: 'readinessProbe: { httpGet: { path: /readiness, port: … } }',
    },
  }))
}
