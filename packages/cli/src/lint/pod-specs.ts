import { probeNames } from './probe-names.ts'
import type { Field } from './yaml-field.ts'

/** The spec of a pod in an object. */
export interface PodSpec {
  readonly spec: Field
  /** The labels of the pod; `undefined` if they are not in the object. */
  readonly labels: Field | undefined
  /** Whether the field is a container without a pod, as some custom resources have it. */
  readonly isContainer: boolean
}

/** Kinds that contain no pod, only schemas or texts of other programs. */
const withoutPods: ReadonlySet<string> = new Set([
  'ConfigMap',
  'CustomResourceDefinition',
  'Kustomization',
  'Secret',
])

// Deeper than the pods of every known kind. A limit, because the search is recursive.
const maxDepth = 12

/**
 * Returns the specs of pods in an object of any kind: each map with a list of containers. Custom
 * resources have them at different places. The policies of Kyverno contain patterns of pods.
 */
export function findPodSpecs(object: Field): readonly PodSpec[] {
  const found: PodSpec[] = []
  const visited = new Set<object>()
  const isPolicy = object.textAt('apiVersion')?.includes('kyverno.io/') ?? false
  if (!isPolicy && !withoutPods.has(object.textAt('kind') ?? '')) {
    visit(object, undefined, maxDepth)
  }
  return found

  function visit(field: Field, parent: Field | undefined, depth: number): void {
    if (depth === 0 || visited.has(field.node)) return
    visited.add(field.node)
    if (field.kind === 'list') {
      for (const item of field.items()) visit(item, field, depth - 1)
      return
    }
    if (isPod(field)) {
      const labels = (parent?.at('metadata') ?? undefined)?.at('labels')
      found.push({ spec: field, labels, isContainer: false })
    } else if (isContainer(field)) {
      found.push({ spec: field, labels: undefined, isContainer: true })
    } else {
      for (const inner of field.fields().values()) visit(inner, field, depth - 1)
    }
  }
}

function isPod(field: Field): boolean {
  return ['containers', 'initContainers'].some((name) => {
    const [first] = field.at(name)?.items() ?? []
    return first?.kind === 'map'
  })
}

// The settings of a container in a custom resource, such as `spec.kafka` of Strimzi.
function isContainer(field: Field): boolean {
  return probeNames.some((name) => field.at(name)?.kind === 'map')
}
