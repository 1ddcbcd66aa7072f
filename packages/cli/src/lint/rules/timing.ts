import { startupFailureThreshold } from '../../shutdown-times.ts'
import type { Container, Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { commandsOf, programOf } from '../shell/commands.ts'

/** From this delay of readiness in seconds on, a startup probe is better. */
const longDelay = 60
/** Seconds. A startup probe that allows less restarts containers that start normally. */
const shortestStart = 5

/** Finds a long delay before the first readiness probe. */
export function checkReadinessDelay({
  probes: { readinessProbe },
}: Container): readonly FieldProblem[] {
  if (readinessProbe === undefined || !(readinessProbe.initialDelaySeconds >= longDelay)) return []
  const { field, initialDelaySeconds } = readinessProbe
  return [
    {
      field: field.at('initialDelaySeconds') ?? field,
      rule: 'readiness-delay',
      message: `the pod receives no requests for ${initialDelaySeconds} s after each start, even a quick one`,
      instead: 'Remove initialDelaySeconds. If liveness needs time, add a startupProbe.',
    },
  ]
}

/** Finds a startup probe that restarts the container after a few seconds. */
export function checkStartupTime({ probes: { startupProbe } }: Container): readonly FieldProblem[] {
  if (startupProbe === undefined) return []
  const { field, failureThreshold, periodSeconds, initialDelaySeconds } = startupProbe
  const seconds = initialDelaySeconds + (failureThreshold - 1) * periodSeconds
  if (!(seconds < shortestStart)) return []
  const threshold = startupFailureThreshold(60, periodSeconds)
  return [
    {
      field: field.at('failureThreshold') ?? field,
      rule: 'startup-too-short',
      message: `a container that needs more than ${seconds} s to start may be restarted again and again`,
      instead: `failureThreshold: ${threshold}, which leaves at least 60 s.`,
    },
  ]
}

/** Finds a liveness probe that restarts the container before readiness removes the pod. */
export function checkOrder({ probes }: Container): readonly FieldProblem[] {
  const { livenessProbe, readinessProbe } = probes
  if (livenessProbe === undefined || readinessProbe === undefined) return []
  const restart = reactionSeconds(livenessProbe)
  const removal = reactionSeconds(readinessProbe)
  if (!(restart < removal)) return []
  return [
    {
      field: livenessProbe.field,
      rule: 'liveness-before-readiness',
      message: `liveness restarts the container after ${restart} s of failures, and readiness removes the pod after ${removal} s`,
      instead: 'Choose a larger periodSeconds x failureThreshold for liveness than for readiness.',
    },
  ]
}

function reactionSeconds({ periodSeconds, failureThreshold }: Probe): number {
  return periodSeconds * failureThreshold
}

/** Clients of databases. Each starts a process and opens a connection. */
const databaseClients =
  /^(?:psql|pg_isready|mysql|mariadb|mysqladmin|mariadb-admin|mysqlcheck|redis-cli|valkey-cli|mongo|mongosh|cqlsh|nodetool|rabbitmq-diagnostics|rabbitmqctl|etcdctl|kafka-[\w-]+(?:\.sh)?|clickhouse-client|sqlcmd|influx|cockroach|cypher-shell)$/

/** Finds an exec probe of a database client with the default time limit of 1 s. */
export function checkDefaultTimeout({ name, field, argv }: Probe): readonly FieldProblem[] {
  if (field.at('timeoutSeconds') !== undefined) return []
  const client = commandsOf(argv)
    .map(({ words }) => programOf(words))
    .find((program) => databaseClients.test(program))
  if (client === undefined) return []
  return [
    {
      field,
      rule: 'default-exec-timeout',
      message: `${name} runs ${client} within 1 s, the default`,
      instead: 'timeoutSeconds: 5',
    },
  ]
}
