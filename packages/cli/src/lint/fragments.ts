import type { Container as KubernetesContainer, PodSpec } from 'kubernetes-types/core/v1.js'
import { probeNames } from './probe-names.ts'
import type { Field } from './yaml-field.ts'

// Records, because the compiler then finds a field that is missing here.
const containerFields: Readonly<Record<keyof KubernetesContainer, true>> = {
  args: true,
  command: true,
  env: true,
  envFrom: true,
  image: true,
  imagePullPolicy: true,
  lifecycle: true,
  livenessProbe: true,
  name: true,
  ports: true,
  readinessProbe: true,
  resizePolicy: true,
  resources: true,
  restartPolicy: true,
  securityContext: true,
  startupProbe: true,
  stdin: true,
  stdinOnce: true,
  terminationMessagePath: true,
  terminationMessagePolicy: true,
  tty: true,
  volumeDevices: true,
  volumeMounts: true,
  workingDir: true,
}

const podFields: readonly (keyof PodSpec)[] = ['containers', 'initContainers']

/**
 * Returns whether an object without `kind` is a fragment of a manifest, as documentation contains it
 * and `readyz manifest` writes it: a pod's spec or a container. Values of a Helm chart also contain
 * probes, beside fields that no container has.
 */
export function findFragment(field: Field): 'pod' | 'container' | undefined {
  if (podFields.some((name) => field.at(name)?.kind === 'list')) return 'pod'
  const fields = field.fields()
  const hasProbe = probeNames.some((name) => fields.get(name)?.kind === 'map')
  const image = fields.get('image')
  const isContainer = Array.from(fields.keys()).every((name) => name in containerFields)
  const isText = image === undefined || image.kind === 'scalar'
  return hasProbe && isContainer && isText ? 'container' : undefined
}
