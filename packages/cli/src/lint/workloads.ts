import type { Top } from './documents.ts'
import type { Field } from './field.ts'

/** Something that runs in pods. */
export interface Workload {
  readonly file: string
  /** `Deployment/web`, with the template of Helm behind it where that is known. */
  readonly object: string
  /** Traffic, or a rollout, waits for its pods to be ready; it does not for those of a job. */
  readonly serves: boolean
  /** The pod's `spec`, or a part of a manifest that stands for one. */
  readonly pod: Field
  /** It is a part of a manifest, as documentation shows it: what is not in it may be elsewhere. */
  readonly isPart: boolean
  /** And that part is one container. */
  readonly isContainer: boolean
}

const podOf: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
}

// Other groups have kinds of the same names, whose pods are written elsewhere.
const groups = /^(v1|apps\/v1(beta[12])?|batch\/v(1|1beta1|2alpha1)|extensions\/v1beta1)$/

/** What runs in pods of one document. Kinds that Kubernetes does not bring itself are passed over. */
export function workloadsIn(file: string, { top, source }: Top): readonly Workload[] {
  return find(top, new Set())

  function find(field: Field, above: ReadonlySet<object>): readonly Workload[] {
    const kind = textAt(field, 'kind')
    if (kind === undefined) return partOf(field)
    // An alias may lead back to the list it stands in.
    if (above.has(field.node)) return []
    if (kind.endsWith('List') && field.at('items') !== undefined) {
      const items = field.at('items')?.items() ?? []
      return items.flatMap((item) => find(item, new Set([...above, field.node])))
    }
    if (!groups.test(textAt(field, 'apiVersion') ?? 'v1')) return []
    const steps = podOf[kind] ?? []
    const pod = steps.reduce<Field | undefined>((at, step) => at?.at(step), field)
    return steps.length === 0 || pod === undefined ? [] : [workload(nameOf(field, kind), kind, pod)]
  }

  function workload(name: string, kind: string, pod: Field, part?: 'pod' | 'container'): Workload {
    const restarts = textAt(pod, 'restartPolicy') ?? 'Always'
    const serves = !kind.endsWith('Job') && restarts === 'Always'
    const object = source === undefined ? name : `${name} (${source})`
    return {
      file,
      object,
      serves,
      pod,
      isPart: part !== undefined,
      isContainer: part === 'container',
    }
  }

  /** A part of a manifest, as documentation shows it and `readyz manifest` writes it. */
  function partOf(field: Field): readonly Workload[] {
    const lists = [field.at('containers'), field.at('initContainers')]
    if (lists.some((list) => list?.kind === 'list')) return [workload('pod', 'Pod', field, 'pod')]
    const hasProbe = ['livenessProbe', 'readinessProbe', 'startupProbe'].some(
      (probe) => field.at(probe)?.kind === 'map',
    )
    return hasProbe ? [workload('container', 'Pod', field, 'container')] : []
  }
}

function nameOf(field: Field, kind: string): string {
  const metadata = field.at('metadata')
  const name = metadata && (textAt(metadata, 'name') ?? textAt(metadata, 'generateName'))
  return name === undefined ? kind : `${kind}/${name}`
}

/** The text of a field, if it is there and is text. */
export function textAt(field: Field, name: string): string | undefined {
  const scalar = field.at(name)?.scalar
  return typeof scalar === 'string' ? scalar : undefined
}
