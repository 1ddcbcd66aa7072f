import type { Field } from './field.ts'
import { nodeImage } from './known.ts'
import { textAt, type Workload } from './workloads.ts'

export type ProbeName = 'livenessProbe' | 'readinessProbe' | 'startupProbe'

export const probeNames: readonly ProbeName[] = ['livenessProbe', 'readinessProbe', 'startupProbe']

export interface Container {
  readonly workload: Workload
  readonly field: Field
  readonly name: string
  /** A sidecar is an init container that goes on running: `restartPolicy: Always`. */
  readonly role: 'main' | 'sidecar' | 'init'
  readonly probes: Readonly<Partial<Record<ProbeName, Probe>>>
  /** By its image or its command. */
  readonly isNode: boolean
}

/** A probe with the defaults of Kubernetes filled in. A number that is none is NaN, and so fits everything. */
export interface Probe {
  readonly name: ProbeName
  readonly field: Field
  readonly timeoutSeconds: number
  readonly periodSeconds: number
  readonly failureThreshold: number
  readonly initialDelaySeconds: number
  readonly http: HttpRequest | undefined
}

export interface HttpRequest {
  readonly field: Field
  /** With the query, as the kubelet sends it. */
  readonly target: string
  /** Without it. */
  readonly path: string
  readonly port: unknown
}

export function containersOf(workload: Workload): readonly Container[] {
  const { pod, isContainer } = workload
  if (isContainer) return [containerOf(workload, pod, 'main')]
  const main = pod.at('containers')?.items() ?? []
  const first = pod.at('initContainers')?.items() ?? []
  return [
    ...main.map((field) => containerOf(workload, field, 'main')),
    ...first.map((field) => {
      const isSidecar = textAt(field, 'restartPolicy') === 'Always'
      return containerOf(workload, field, isSidecar ? 'sidecar' : 'init')
    }),
  ]
}

function containerOf(workload: Workload, field: Field, role: Container['role']): Container {
  const found = probeNames.flatMap((name) => {
    const probe = field.at(name)
    return probe?.kind === 'map' ? [[name, probeOf(name, probe)] as const] : []
  })
  const name = textAt(field, 'name') ?? ''
  return { workload, field, name, role, probes: Object.fromEntries(found), isNode: isNode(field) }
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
  }
}

// For these the API takes 0 for absent.
function positiveAt(field: Field, name: string, absent: number): number {
  const number = wholeAt(field, name, absent)
  return number === 0 ? absent : number
}

/** What is no whole number, or less than 0, is NaN. */
export function wholeAt(field: Field, name: string, absent: number): number {
  const written = field.at(name)
  if (written === undefined) return absent
  const { scalar } = written
  return Number.isInteger(scalar) && Number(scalar) >= 0 ? Number(scalar) : Number.NaN
}

// The kubelet parses it as a URL, in which `//healthz` is a host.
function requestOf(field: Field): HttpRequest {
  const written = textAt(field, 'path') || '/'
  const target = written.replace(/^\/\/[^/?#]*/, '').replace(/#.*$/s, '')
  const path = target.split('?', 1)[0] || '/'
  const port = field.at('port')?.scalar
  return { field, target, path: path.startsWith('/') ? path : `/${path}`, port }
}

function isNode(field: Field): boolean {
  const image = textAt(field, 'image') ?? ''
  const words = ['command', 'args'].flatMap((name) => field.at(name)?.items() ?? [])
  const names = field.at('env')?.items() ?? []
  return (
    nodeImage.test(image) ||
    words.some(({ scalar }) =>
      /^(\S*\/)?(node|npm|npx|pnpm|yarn|tsx)(\s|$)/.test(String(scalar)),
    ) ||
    names.some((each) => /^NODE_(ENV|OPTIONS)$/.test(textAt(each, 'name') ?? ''))
  )
}
