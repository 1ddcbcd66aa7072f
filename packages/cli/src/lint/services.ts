import type { Field } from './yaml-field.ts'

/** The pods that a Service selects, by namespace and labels. */
export interface ServiceSelector {
  readonly namespace: string | undefined
  readonly labels: ReadonlyMap<string, string>
}

/** The part of a pod by which a Service selects it. */
export interface PodMetadata {
  readonly labels: ReadonlyMap<string, string>
  readonly namespace: string | undefined
}

/** Returns the selector of a Service; `undefined` for other objects, and without a selector. */
export function selectorOf(object: Field): ServiceSelector | undefined {
  if (object.textAt('kind') !== 'Service' || object.textAt('apiVersion') !== 'v1') return undefined
  const labels = textsOf(object.at('spec')?.at('selector'))
  if (labels.size === 0) return undefined
  return { namespace: object.at('metadata')?.textAt('namespace'), labels }
}

/** Returns whether one of the Services selects the pod. */
export function isSelected(pod: PodMetadata, services: readonly ServiceSelector[]): boolean {
  return services.some(
    ({ namespace, labels }) =>
      (namespace === undefined || pod.namespace === undefined || namespace === pod.namespace) &&
      Array.from(labels).every(([name, value]) => pod.labels.get(name) === value),
  )
}

/** Returns the fields of a map as texts. */
export function textsOf(field: Field | undefined): ReadonlyMap<string, string> {
  const fields = field === undefined ? [] : Array.from(field.fields())
  return new Map(fields.map(([name, { scalar }]) => [name, String(scalar)]))
}
