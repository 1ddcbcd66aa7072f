import type { ManifestDocument } from './parse-yaml.ts'
import type { Field } from './yaml-field.ts'

/** An object that runs in pods. */
export interface Workload {
  readonly file: string
  /** `Deployment/web`, followed by the Helm template if it is known. */
  readonly object: string
  /** Whether a Service or a rollout waits until its pods are ready. False for jobs. */
  readonly isServing: boolean
  /** The pod's `spec`, or a fragment with the fields of a `spec`. */
  readonly pod: Field
  /**
   * Whether it is a fragment of a manifest, such as an example in documentation. The other fields
   * of the pod are then unknown.
   */
  readonly isFragment: boolean
  /** Whether the fragment is a single container. */
  readonly isContainer: boolean
}

const podSpecPaths: Readonly<Record<string, readonly string[]>> = {
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

// Kinds of other API groups can have the same name and another structure.
const groups = /^(v1|apps\/v1(beta[12])?|batch\/v(1|1beta1|2alpha1)|extensions\/v1beta1)$/

/** Returns the workloads of a document. Custom resources are ignored. */
export function workloadsIn(
  file: string,
  { root, helmTemplate }: ManifestDocument,
): readonly Workload[] {
  return find(root, new Set())

  function find(field: Field, ancestors: ReadonlySet<object>): readonly Workload[] {
    const kind = field.textAt('kind')
    if (kind === undefined) return findFragment(field)
    // An alias may refer to the list that contains it.
    if (ancestors.has(field.node)) return []
    if (kind.endsWith('List') && field.at('items') !== undefined) {
      const items = field.at('items')?.items() ?? []
      return items.flatMap((item) => find(item, new Set([...ancestors, field.node])))
    }
    if (!groups.test(field.textAt('apiVersion') ?? 'v1')) return []
    const segments = podSpecPaths[kind] ?? []
    const pod = segments.reduce<Field | undefined>((parent, key) => parent?.at(key), field)
    return segments.length === 0 || pod === undefined
      ? []
      : [workload(nameOf(field, kind), kind, pod)]
  }

  function workload(
    name: string,
    kind: string,
    pod: Field,
    fragment?: 'pod' | 'container',
  ): Workload {
    const restarts = pod.textAt('restartPolicy') ?? 'Always'
    const isServing = !kind.endsWith('Job') && restarts === 'Always'
    const object = helmTemplate === undefined ? name : `${name} (${helmTemplate})`
    return {
      file,
      object,
      isServing,
      pod,
      isFragment: fragment !== undefined,
      isContainer: fragment === 'container',
    }
  }

  /**
   * Finds a fragment of a manifest, as in documentation and in the output of `readyz manifest`.
   */
  function findFragment(field: Field): readonly Workload[] {
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
  const name = metadata?.textAt('name') ?? metadata?.textAt('generateName')
  return name === undefined ? kind : `${kind}/${name}`
}
