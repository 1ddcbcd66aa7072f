import { type Container, probeNames } from '../container.ts'
import type { Field } from '../field.ts'
import { misfit, misshapen, type Said, said } from '../shape.ts'
import { textAt, type Workload } from '../workloads.ts'

/** What the API does not take in the pod itself. */
export function podErrors({ pod, isContainer }: Workload): readonly Said[] {
  if (isContainer) return []
  const grace = pod.at('terminationGracePeriodSeconds')
  const misplaced = [...probeNames, 'lifecycle'].flatMap((name) => {
    const field = pod.at(name)
    return field === undefined
      ? []
      : [said(field, `${name} stands beside the containers`, 'Move it into one of the containers.')]
  })
  const wrongGrace =
    grace === undefined ? [] : misfit(grace, { whole: [0, Number.MAX_SAFE_INTEGER] })
  return [...wrongGrace, ...misplaced]
}

/** What the API does not take in the probes and hooks of a container. */
export function containerErrors(container: Container): readonly Said[] {
  const { field, role } = container
  const written = [...probeNames, 'lifecycle'].flatMap((name) => field.at(name) ?? [])
  if (role === 'init') {
    return written.map((each) =>
      said(
        each,
        `an init container has a ${each.path.split('.').at(-1)}`,
        'Take it out, or make it a sidecar with `restartPolicy: Always`.',
      ),
    )
  }
  return [...written.flatMap(errorsIn), ...unknownPorts(container)]
}

function errorsIn(field: Field): readonly Said[] {
  const name = field.path.split('.').at(-1)
  if (name === 'lifecycle') return misshapen(field, 'lifecycle')
  const threshold = field.at('successThreshold')
  const grace = field.at('terminationGracePeriodSeconds')
  const more: Said[] = []
  if (name !== 'readinessProbe' && Number(threshold?.scalar) > 1 && threshold !== undefined) {
    more.push(said(threshold, `successThreshold of a ${name} is not 1`, 'Take it out.'))
  }
  if (name === 'readinessProbe' && grace !== undefined) {
    const message = 'a readinessProbe has a terminationGracePeriodSeconds, though it ends nothing'
    more.push(said(grace, message, 'Take it out, or move it to the livenessProbe.'))
  }
  return [...misshapen(field, 'probe'), ...more]
}

function unknownPorts({ field, workload }: Container): readonly Said[] {
  const declared = field.at('ports')
  // A part of a manifest, as documentation shows it, may have left them out.
  if (workload.isPart && declared === undefined) return []
  const names = declared?.items().map((port) => textAt(port, 'name')) ?? []
  const ports = probeNames.flatMap((probe) =>
    ['httpGet', 'tcpSocket'].flatMap((action) => field.at(probe)?.at(action)?.at('port') ?? []),
  )
  return ports
    .filter(({ scalar }) => typeof scalar === 'string' && /[a-z]/.test(scalar))
    .filter(({ scalar }) => !names.some((name) => name === scalar))
    .map((port) => ({
      field: port,
      remark: {
        rule: 'unknown-port' as const,
        message: `the container declares no port named ${JSON.stringify(port.scalar)}`,
        instead: names.some(Boolean)
          ? `Write ${names.filter(Boolean).join(' or ')}, or the number.`
          : 'Write its number, or name it under `ports:` of the container.',
      },
    }))
}
