import type { Container, Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { servesRequests } from './no-readiness.ts'

/** Databases, caches and brokers, which depend on nothing. */
const dataStore =
  /(?:^|\/)(?:postgres\w*|mysql|mariadb|percona|mongo\w*|documentdb[\w-]*|redis|valkey|memcached|rabbitmq|kafka|nats|etcd|cassandra)(?:[:@]|$)/

/** Finds a liveness and a readiness probe that do the same. */
export function checkSameRequest(container: Container): readonly FieldProblem[] {
  const { livenessProbe, readinessProbe } = container.probes
  if (livenessProbe === undefined || readinessProbe === undefined) return []
  if (dataStore.test(container.image) || receivesNoRequests(container)) return []
  const shared = sharedRequest(container, livenessProbe, readinessProbe)
  if (shared === undefined) return []
  return [
    {
      field:
        livenessProbe.http?.field.at('path') ?? livenessProbe.http?.field ?? livenessProbe.field,
      rule: 'same-request',
      message: `livenessProbe and readinessProbe both ${shared}, so an outage of a dependency may restart the container`,
      instead:
        'Two probes that differ: liveness checks only the process, and readiness also the dependencies that every request needs.',
    },
  ]
}

// Readiness then only delays a rollout.
function receivesNoRequests(container: Container): boolean {
  const { field, workload } = container
  const isTask = (workload.pod.textAt('restartPolicy') ?? 'Always') !== 'Always'
  const ports = field.at('ports')?.items() ?? []
  return isTask || (ports.length > 0 && !servesRequests(container))
}

/** Returns what both probes do if it is the same. */
function sharedRequest(container: Container, one: Probe, other: Probe): string | undefined {
  const ports = container.field.at('ports')?.items() ?? []
  const numberOf = (port: unknown) =>
    ports.find((each) => each.at('name')?.scalar === port)?.at('containerPort')?.scalar ?? port
  const portOf = (probe: Probe, action: string) =>
    String(numberOf(probe.field.at(action)?.at('port')?.scalar))
  const isSame = (action: string) =>
    [one, other].every(({ field }) => field.at(action) !== undefined) &&
    portOf(one, action) === portOf(other, action)
  if (one.http !== undefined && one.http.target === other.http?.target && isSame('httpGet')) {
    return `request ${one.http.path}`
  }
  if (isSame('tcpSocket')) return `connect to port ${portOf(one, 'tcpSocket')}`
  const service = ({ field }: Probe) => field.at('grpc')?.textAt('service') ?? ''
  if (isSame('grpc') && service(one) === service(other)) {
    return `call the health service of port ${portOf(one, 'grpc')}`
  }
  const isSameCommand = one.argv.length > 0 && one.argv.join('\0') === other.argv.join('\0')
  return isSameCommand ? 'run the same command' : undefined
}
