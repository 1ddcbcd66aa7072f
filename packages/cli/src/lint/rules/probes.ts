import { startThreshold } from '../../stop-times.ts'
import { type Container, type Probe, probeNames } from '../container.ts'
import { dependencyOf, readinessPath } from '../known.ts'
import type { Said } from '../shape.ts'
import { textAt } from '../workloads.ts'

/** From how many seconds on a delay stands in for a startup probe. */
const longDelay = 30

/** What is wrong with a container's probes as they stand. Nothing is guessed of paths that are declared. */
export function probeErrors(container: Container, isDeclared: boolean): readonly Said[] {
  const probes = probeNames.flatMap((name) => container.probes[name] ?? [])
  return [
    ...probes.flatMap(aboveItsPeriod),
    ...probes.flatMap(secretInUrl),
    ...tcpLiveness(container, isDeclared),
    ...(isDeclared ? [] : guessLiveness(container)),
    ...delayed(container),
  ]
}

function aboveItsPeriod({ name, field, timeoutSeconds, periodSeconds }: Probe): readonly Said[] {
  if (!(timeoutSeconds > periodSeconds)) return []
  const isDefault = field.at('periodSeconds') === undefined
  const message = `${name} may take ${timeoutSeconds} s, and the next is due after ${periodSeconds} s${isDefault ? ', the default' : ''}`
  const instead = `periodSeconds: ${timeoutSeconds}, or a timeoutSeconds of at most ${periodSeconds}.`
  const at = field.at('timeoutSeconds') ?? field
  return [{ field: at, remark: { rule: 'timeout-above-period', message, instead } }]
}

const secretName =
  /(^|[_.-])(token|secret|password|passwd|pwd|pass|auth|authorization|credentials?|signature|sig|jwt|(api|access|auth|private|secret)[_-]?(key|token)|apikey|key)$/i

// Never shows what stands in the query: it would be in the log of whoever lints.
function secretInUrl({ name, http }: Probe): readonly Said[] {
  if (http === undefined) return []
  const query = http.target.split('?').slice(1).join('?')
  const parameters = query.split('&').map((each) => each.split('='))
  const secret = parameters.find(([key = '', value]) => value && secretName.test(key))?.[0]
  const host = textAt(http.field, 'host') ?? ''
  const isSecret = secret !== undefined || host.includes('@')
  if (!isSecret) return []
  const what = secret === undefined ? 'a host with credentials' : `\`${secret}\` in its query`
  const remark = {
    rule: 'secret-in-url',
    message: `${name} has ${what}`,
    instead: 'Ask a path that needs no credentials; probes are answered before authentication.',
  } as const
  return [{ field: http.field.at(secret === undefined ? 'host' : 'path') ?? http.field, remark }]
}

function guessLiveness(container: Container): readonly Said[] {
  const { livenessProbe, readinessProbe } = container.probes
  const http = livenessProbe?.http
  if (livenessProbe === undefined || http === undefined) return []
  const at = http.field.at('path') ?? http.field
  if (readinessPath.test(http.path)) {
    const message = `livenessProbe asks ${http.path}`
    const instead = 'Ask a path that looks at the process alone, such as /healthz.'
    return [{ field: at, remark: { rule: 'liveness-asks-readiness', message, instead } }]
  }
  const asks = dependencyOf(http.target, textAt(container.field, 'image') ?? '')
  if (asks !== undefined) {
    const message = `livenessProbe asks ${http.path}, which asks ${asks}`
    const instead = 'Ask a path that looks at the process alone.'
    const remark = {
      rule: 'liveness-asks-dependency',
      severity: 'warning',
      message,
      instead,
    } as const
    return [{ field: at, remark }]
  }
  return isSame(container, livenessProbe, readinessProbe) ? [same(livenessProbe)] : []
}

// An application that is declared is one of Node.
function tcpLiveness({ probes, isNode }: Container, isDeclared: boolean): readonly Said[] {
  const at = probes.livenessProbe?.field.at('tcpSocket')
  if (at === undefined || !(isNode || isDeclared)) return []
  const message = 'livenessProbe opens a connection and asks nothing, of a Node process'
  const instead = 'httpGet: { path: /healthz, port: … }'
  return [{ field: at, remark: { rule: 'tcp-liveness', message, instead } }]
}

function same({ field, http }: Probe): Said {
  const message = `livenessProbe and readinessProbe both ask ${http?.path}`
  const instead =
    'Two paths: /healthz for the process alone, /readiness for what it cannot work without.'
  return {
    field: http?.field.at('path') ?? field,
    remark: { rule: 'same-request', message, instead },
  }
}

function isSame(container: Container, one: Probe, other: Probe | undefined): boolean {
  if (one.http === undefined || other?.http === undefined) return false
  const ports = container.field.at('ports')?.items() ?? []
  const numberOf = (port: unknown) =>
    ports.find((each) => each.at('name')?.scalar === port)?.at('containerPort')?.scalar ?? port
  return (
    one.http.target === other.http.target && numberOf(one.http.port) === numberOf(other.http.port)
  )
}

function delayed({ probes: { livenessProbe, startupProbe } }: Container): readonly Said[] {
  if (livenessProbe === undefined || startupProbe !== undefined) return []
  const { field, initialDelaySeconds } = livenessProbe
  if (!(initialDelaySeconds >= longDelay)) return []
  const seconds = initialDelaySeconds * 2
  const threshold = startThreshold(seconds, 5)
  const remark = {
    rule: 'no-startup-probe',
    message: `livenessProbe waits ${initialDelaySeconds} s before it looks for the first time`,
    instead: `A startupProbe that asks the same, with \`periodSeconds: 5\` and \`failureThreshold: ${threshold}\`, which leaves at least ${seconds} s, and no initialDelaySeconds.`,
  } as const
  return [{ field: field.at('initialDelaySeconds') ?? field, remark }]
}
