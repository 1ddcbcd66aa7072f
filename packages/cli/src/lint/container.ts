import { isNodeContainer } from './is-node-container.ts'
import { type ProbeName, probeNames } from './probe-names.ts'
import type { Workload } from './workloads.ts'
import type { Field } from './yaml-field.ts'

export interface Container {
  readonly workload: Workload
  readonly field: Field
  readonly name: string
  readonly image: string
  /** A sidecar is an init container with `restartPolicy: Always`, which continues to run. */
  readonly role: 'main' | 'sidecar' | 'init'
  readonly probes: Readonly<Partial<Record<ProbeName, Probe>>>
  readonly isNode: boolean
  /**
   * Whether another file or a controller may complete it, as the base of a Kustomize patch does.
   * Nothing that is missing is then a problem.
   */
  readonly isPartial: boolean
  /** `command` and `args`; empty if the image has both. */
  readonly argv: readonly string[]
}

/**
 * A probe with the defaults of Kubernetes. An invalid number is NaN, which fails every comparison.
 */
export interface Probe {
  readonly name: ProbeName
  readonly field: Field
  readonly timeoutSeconds: number
  readonly periodSeconds: number
  readonly failureThreshold: number
  readonly initialDelaySeconds: number
  readonly http: HttpRequest | undefined
  /** The words of `exec.command`; empty for other probes. */
  readonly argv: readonly string[]
}

export interface HttpRequest {
  readonly field: Field
  /** The path and the query, as the kubelet sends them. */
  readonly target: string
  /** The path without the query. */
  readonly path: string
  readonly port: unknown
}

/** Returns the containers of a workload, main containers first. */
export function containersOf(workload: Workload): readonly Container[] {
  const { pod, isContainer } = workload
  if (isContainer) return [containerOf(workload, pod, 'main')]
  const main = pod.at('containers')?.items() ?? []
  const init = pod.at('initContainers')?.items() ?? []
  return [
    ...main.map((field) => containerOf(workload, field, 'main')),
    ...init.map((field) => {
      const isSidecar = field.textAt('restartPolicy') === 'Always'
      return containerOf(workload, field, isSidecar ? 'sidecar' : 'init')
    }),
  ]
}

/** Returns the probes of a container. */
export function probesOf({ probes }: Container): readonly Probe[] {
  return probeNames.flatMap((name) => probes[name] ?? [])
}

function containerOf(workload: Workload, field: Field, role: Container['role']): Container {
  const probes = probeNames.flatMap((name) => {
    const probe = field.at(name)
    return probe?.kind === 'map' ? [[name, probeOf(name, probe)] as const] : []
  })
  return {
    workload,
    field,
    name: field.textAt('name') ?? '',
    image: field.textAt('image') ?? '',
    role,
    probes: Object.fromEntries(probes),
    isNode: isNodeContainer(field),
    isPartial:
      workload.isFragment ||
      workload.hasController ||
      (workload.mayBePatch && field.at('image') === undefined),
    argv: [...argvOf(field.at('command')), ...argvOf(field.at('args'))],
  }
}

/** Returns the probes and the lifecycle hooks of a container. */
export function probesAndHooksOf({ field, probes }: Container): readonly Field[] {
  const lifecycle = field.at('lifecycle')
  const hooks = ['postStart', 'preStop'].flatMap((name) => lifecycle?.at(name) ?? [])
  return [...Object.values(probes).map((probe) => probe.field), ...hooks]
}

/** Returns the words of a command. */
export function argvOf(field: Field | undefined): readonly string[] {
  return field?.items().map(({ scalar }) => String(scalar)) ?? []
}

function probeOf(name: ProbeName, field: Field): Probe {
  const http = field.at('httpGet')
  return {
    name,
    field,
    timeoutSeconds: positiveAt(field, 'timeoutSeconds', 1),
    periodSeconds: positiveAt(field, 'periodSeconds', 10),
    failureThreshold: positiveAt(field, 'failureThreshold', 3),
    initialDelaySeconds: wholeAt(field, 'initialDelaySeconds', 0),
    http: http?.kind === 'map' ? requestOf(http) : undefined,
    argv: argvOf(field.at('exec')?.at('command')),
  }
}

// The API replaces a 0 in these fields by the default.
function positiveAt(field: Field, name: string, byDefault: number): number {
  const number = wholeAt(field, name, byDefault)
  return number === 0 ? byDefault : number
}

/**
 * Returns the whole number in a field, `byDefault` if the field is absent, and NaN if it is not a
 * whole number from 0.
 */
export function wholeAt(field: Field, name: string, byDefault: number): number {
  const value = field.at(name)
  if (value === undefined) return byDefault
  const { scalar } = value
  return Number.isInteger(scalar) && Number(scalar) >= 0 ? Number(scalar) : Number.NaN
}

// The kubelet parses the path as a URL, in which `//healthz` is a host.
function requestOf(field: Field): HttpRequest {
  const text = field.textAt('path') || '/'
  const target = text.replace(/^\/\/[^/?#]*/, '').replace(/#.*$/s, '')
  const path = target.split('?', 1)[0] || '/'
  const port = field.at('port')?.scalar
  return { field, target, path: path.startsWith('/') ? path : `/${path}`, port }
}
