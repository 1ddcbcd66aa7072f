import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Proxies that run beside an application. Their readiness says nothing about it. */
const proxyImage =
  /(?:^|\/)(?:envoy|proxyv2|proxy-init|linkerd[\w-]*|istio[\w-]*|cloud-?sql-proxy|cloud_sql_proxy|oauth2-proxy|kube-rbac-proxy|haproxy|consul-dataplane|daprd)(?:[:@]|$)/

/** Finds the containers of a serving pod that need a readiness probe and have none. */
export function checkReadinessExists(containers: readonly Container[]): readonly FieldProblem[] {
  const main = containers.filter(({ role }) => role === 'main')
  const [first] = main
  if (first === undefined || !first.workload.isServing) return []
  const unready = main.filter(({ probes }) => probes.readinessProbe === undefined)
  const probed = unready.filter(({ probes }) => probes.livenessProbe ?? probes.startupProbe)
  const ready = containers.filter(({ probes }) => probes.readinessProbe !== undefined)
  const onlyProxies = ready.every(({ image }) => proxyImage.test(image))
  // A pod is ready when all of its containers are. One readiness probe is enough for a pod whose
  // other containers have no probes at all, and for helpers without ports, which serve nothing.
  const serving = ready.length === 0 ? main : main.filter(({ field }) => field.at('ports'))
  const reported = (probed.length > 0 ? probed : onlyProxies ? unready.slice(0, 1) : []).filter(
    (container) => serving.includes(container),
  )
  return reported.map((container) => problemOf(container, ready.length > 0 && onlyProxies))
}

/** Ports for monitoring. A Service does not send the requests of users to them. */
const monitoringPort =
  /^(?:https?-)?(?:metrics?|prom(?:etheus)?|monitoring|telemetry|health\w*|probes?|pprof|profiling|debug)(?:-|$)/

/** Returns whether a container declares a port that is not only for monitoring. */
export function servesRequests({ field }: Container): boolean {
  const ports = field.at('ports')?.items() ?? []
  return ports.some((port) => !monitoringPort.test(port.textAt('name') ?? ''))
}

function problemOf(container: Container, isBehindProxy: boolean): FieldProblem {
  const { name, field } = container
  const subject = name === '' ? 'the container' : `container ${name}`
  const only = isBehindProxy ? ' (only its proxy has one)' : ''
  return {
    field,
    rule: 'no-readiness',
    message: `${subject} has no readinessProbe${only}, so it may receive requests too early`,
    instead: `readinessProbe: ${suggestedAction(container)}`,
    isAbsence: true,
  }
}

/** Commands that check a server of that image. */
const commands: readonly (readonly [image: RegExp, command: string])[] = [
  [/(?:^|\/)(?:redis|valkey)\b/, 'redis-cli, ping'],
  [/(?:^|\/)postgres/, 'pg_isready, -t, "4"'],
  [/(?:^|\/)(?:mysql|mariadb|percona)\b/, 'mysqladmin, ping'],
  [/(?:^|\/)mongo/, 'mongosh, --eval, db.runCommand("ping")'],
]

function suggestedAction({ image, field }: Container): string {
  const [, command] = commands.find(([pattern]) => pattern.test(image)) ?? []
  if (command !== undefined) return `{ exec: { command: [${command}] }, timeoutSeconds: 5 }`
  const [port] = field.at('ports')?.items() ?? []
  const written = port?.at('name') ?? port?.at('containerPort')
  return `{ httpGet: { path: /readiness, port: ${written === undefined ? '…' : String(written.scalar)} } }`
}
