import { findFragment } from './fragments.ts'
import type { ManifestDocument } from './parse-yaml.ts'
import { findPodSpecs } from './pod-specs.ts'
import { type PodMetadata, type ServiceSelector, selectorOf, textsOf } from './services.ts'
import type { Field } from './yaml-field.ts'

/** An object that runs in pods. */
export interface Workload extends PodMetadata {
  readonly file: string
  /** `Deployment/web`, followed by the Helm template if it is known. */
  readonly object: string
  /** Whether a Service or a rollout waits until its pods are ready. False for jobs. */
  readonly isServing: boolean
  /** Whether the object may be a patch of Kustomize. Patches of a Pod are not expected. */
  readonly mayBePatch: boolean
  /** Whether Knative runs the pod. It sets defaults for the port and the action of a probe. */
  readonly isKnative: boolean
  /** Whether a controller may complete the pod, as that of a custom resource does. */
  readonly hasController: boolean
  /** The pod's `spec`, or a fragment that stands for it. */
  readonly pod: Field
  /**
   * Whether it is a fragment of a manifest, such as an example in documentation. The other fields
   * of the pod are then unknown.
   */
  readonly isFragment: boolean
  /** Whether the fragment is a single container. */
  readonly isContainer: boolean
}

/** What a document contains. */
export interface DocumentObjects {
  readonly workloads: readonly Workload[]
  readonly services: readonly ServiceSelector[]
  /** The kind of each object without a pod. */
  readonly skipped: readonly string[]
}

/** Kinds whose pods serve requests or are replaced by a rollout. */
const servingKinds: ReadonlySet<string> = new Set([
  'Pod',
  'PodTemplate',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'DeploymentConfig',
  'Rollout',
])

/** API groups whose controllers use the pod as it is written. */
const builtInGroup = /^(?:v\d+\w*|(?:apps|batch|extensions|apps\.openshift\.io|argoproj\.io)\/\w+)$/

/** Returns the workloads of a document, of every kind, also inside a List or Template. */
export function objectsIn(file: string, { root, helmTemplate }: ManifestDocument): DocumentObjects {
  const workloads: Workload[] = []
  const services: ServiceSelector[] = []
  const skipped: string[] = []
  // Aliases can refer to one object many times, and to an object that contains them.
  const visited = new Set<object>()
  visit(root)
  return { workloads, services, skipped }

  function visit(object: Field): void {
    if (visited.has(object.node)) return
    visited.add(object.node)
    const kind = object.textAt('kind')
    if (kind === undefined) {
      addFragment(object)
      return
    }
    // A Template of OpenShift has `objects`.
    const inner = object.at('items') ?? object.at('objects')
    if (inner?.kind === 'list' && /List$|^Template$/.test(kind)) {
      for (const item of inner.items()) visit(item)
      return
    }
    const selector = selectorOf(object)
    if (selector !== undefined) services.push(selector)
    const pods = findPodSpecs(object).filter(({ spec }) => !visited.has(spec.node))
    if (pods.length === 0) skipped.push(kind)
    for (const { spec, labels, isContainer } of pods) {
      visited.add(spec.node)
      add(spec, {
        object: nameOf(object, kind),
        isServing: isServing(object, kind, spec),
        mayBePatch: kind !== 'Pod',
        labels: textsOf(labels),
        namespace: object.at('metadata')?.textAt('namespace'),
        isKnative: object.textAt('apiVersion')?.startsWith('serving.knative.dev/') ?? false,
        hasController: !builtInGroup.test(object.textAt('apiVersion') ?? 'v1'),
        isFragment: isContainer,
        isContainer,
      })
    }
  }

  function addFragment(field: Field): void {
    const fragment = findFragment(field)
    if (fragment === undefined) return
    add(field, {
      object: fragment,
      isServing: true,
      mayBePatch: false,
      labels: textsOf(undefined),
      namespace: undefined,
      isKnative: false,
      hasController: false,
      isFragment: true,
      isContainer: fragment === 'container',
    })
  }

  function add(pod: Field, workload: Omit<Workload, 'file' | 'pod'>): void {
    const object =
      helmTemplate === undefined ? workload.object : `${workload.object} (${helmTemplate})`
    workloads.push({ ...workload, file, object, pod })
  }
}

function isServing(object: Field, kind: string, pod: Field): boolean {
  const restarts = pod.textAt('restartPolicy') ?? 'Always'
  const isKnative = object.textAt('apiVersion')?.includes('knative') ?? false
  return servingKinds.has(kind) && restarts === 'Always' && !isKnative
}

function nameOf(field: Field, kind: string): string {
  const metadata = field.at('metadata')
  const name = metadata?.textAt('name') ?? metadata?.textAt('generateName')
  return name === undefined ? kind : `${kind}/${name}`
}
