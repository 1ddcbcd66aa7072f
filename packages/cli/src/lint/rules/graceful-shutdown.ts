import {
  explainDrainSeconds,
  requiredDrainSeconds,
  type ShutdownTimes,
} from '../../shutdown-times.ts'
import { argvOf, type Container, wholeAt } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { sleepSecondsOf } from '../shell/durations.ts'
import type { Field } from '../yaml-field.ts'

/** Finds times of the shutdown that contradict each other. Unknown times count as zero. */
export function checkShutdown(
  container: Container,
  shutdown: ShutdownTimes | undefined,
): readonly FieldProblem[] {
  const preStop = container.field.at('lifecycle')?.at('preStop')
  const sleepSeconds = preStop === undefined ? 0 : hookSecondsOf(preStop)
  return [
    ...checkHookAction(preStop),
    ...checkHookAction(container.field.at('lifecycle')?.at('postStart')),
    ...checkDrain(container, sleepSeconds, shutdown),
    ...checkGracePeriod(container, preStop, sleepSeconds, shutdown),
  ]
}

function checkDrain(
  { probes: { readinessProbe } }: Container,
  sleepSeconds: number,
  shutdown: ShutdownTimes | undefined,
): readonly FieldProblem[] {
  const seconds = shutdown?.drainSeconds
  if (readinessProbe === undefined || seconds === undefined) return []
  const required = requiredDrainSeconds(readinessProbe)
  if (!(seconds < required)) return []
  const terms = explainDrainSeconds(readinessProbe)
  const hook =
    sleepSeconds > 0
      ? `; the ${sleepSeconds} s of preStop do not count, because readiness fails only after them`
      : ''
  return [
    {
      field: readinessProbe.field,
      rule: 'drain-too-short',
      message: `the process stops serving ${seconds} s after the signal, and a load balancer may need ${required} s to see that readiness fails (${terms})${hook}`,
      instead: `drainSeconds: ${required} in stopGracefully, or a smaller periodSeconds, failureThreshold or timeoutSeconds.`,
    },
  ]
}

function checkGracePeriod(
  { workload: { pod, isFragment, isKnative }, field }: Container,
  preStop: Field | undefined,
  sleepSeconds: number,
  shutdown: ShutdownTimes | undefined,
): readonly FieldProblem[] {
  const written = pod.at('terminationGracePeriodSeconds')
  // Knative sets the grace period itself.
  if ((written === undefined && isFragment) || isKnative) return []
  const seconds = wholeAt(pod, 'terminationGracePeriodSeconds', 30)
  const { drainSeconds = 0, timeoutSeconds = 0 } = shutdown ?? {}
  const required = sleepSeconds + drainSeconds + timeoutSeconds
  if (seconds === 0 && preStop !== undefined && written !== undefined) {
    const message = 'the pod is killed at once, so its preStop hook does not run'
    return [
      {
        field: written,
        rule: 'grace-too-short',
        message,
        instead: `${graceOf(required)}, or remove the hook.`,
      },
    ]
  }
  if (required === 0 || !(required >= seconds)) return []
  const parts = Object.entries({ preStop: sleepSeconds, drain: drainSeconds, stop: timeoutSeconds })
  const sum = parts.filter(([, time]) => time > 0).map(([name, time]) => `${time} s of ${name}`)
  const limit = `${seconds} s${written === undefined ? ', the default' : ''}`
  return [
    {
      field: written ?? preStop ?? field,
      rule: 'grace-too-short',
      message: `the pod is killed after ${limit}, and its shutdown takes ${sum.join(' and ')}`,
      instead: graceOf(required),
    },
  ]
}

function graceOf(required: number): string {
  return `terminationGracePeriodSeconds: ${Math.max(30, Math.ceil(required) + 5)}`
}

/** Returns how long a hook sleeps, natively or in its command. */
function hookSecondsOf(hook: Field): number {
  const native = hook.at('sleep')
  if (native !== undefined) return wholeAt(native, 'seconds', 0)
  return sleepSecondsOf(argvOf(hook.at('exec')?.at('command')))
}

/** Finds a `tcpSocket` hook, which the API accepts for compatibility only. */
function checkHookAction(hook: Field | undefined): readonly FieldProblem[] {
  const socket = hook?.at('tcpSocket')
  if (socket === undefined) return []
  const message = 'the kubelet does not run a tcpSocket hook'
  const instead = 'Use sleep, exec or httpGet.'
  return [{ field: socket, rule: 'hook-never-runs', message, instead }]
}
