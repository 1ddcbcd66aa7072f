import { checkField, checkObject, schemaProblem } from '../check-schema.ts'
import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { probeNames } from '../probe-names.ts'
import type { Workload } from '../workloads.ts'
import type { Field } from '../yaml-field.ts'

/**
 * Finds problems of a pod, outside of its containers, that the Kubernetes API rejects or ignores.
 */
export function checkPodSchema({ pod, isContainer }: Workload): readonly FieldProblem[] {
  if (isContainer) return []
  const grace = pod.at('terminationGracePeriodSeconds')
  // The API accepts a negative grace period.
  const most = Number.MAX_SAFE_INTEGER
  return grace === undefined ? [] : checkField(grace, { whole: [-most, most] })
}

/** Finds problems of probes and hooks of a container that the Kubernetes API rejects or ignores. */
export function checkContainerSchema({ field, role }: Container): readonly FieldProblem[] {
  const written = [...probeNames, 'lifecycle'].flatMap((name) => field.at(name) ?? [])
  if (role !== 'init') return written.flatMap(checkProbeOrLifecycle)
  return written.map((each) =>
    schemaProblem(
      each,
      `an init container has a ${nameOf(each)}`,
      'Remove it, or make the container a sidecar with `restartPolicy: Always`.',
    ),
  )
}

function checkProbeOrLifecycle(field: Field): readonly FieldProblem[] {
  const name = nameOf(field)
  if (name === 'lifecycle') return checkObject(field, 'lifecycle')
  const problems = [...checkObject(field, 'probe')]
  const threshold = field.at('successThreshold')
  if (name !== 'readinessProbe' && Number(threshold?.scalar) > 1 && threshold !== undefined) {
    problems.push(schemaProblem(threshold, `successThreshold of a ${name} is not 1`, 'Remove it.'))
  }
  const grace = field.at('terminationGracePeriodSeconds')
  if (name === 'readinessProbe' && grace !== undefined) {
    const message =
      'a readinessProbe has a terminationGracePeriodSeconds, but never terminates a container'
    problems.push(schemaProblem(grace, message, 'Remove it, or move it to the livenessProbe.'))
  }
  return problems
}

function nameOf({ path }: Field): string | undefined {
  return path.split('.').at(-1)
}
