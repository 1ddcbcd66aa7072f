import { drainNeeded, drainTerms, type StopTimes } from '../../stop-times.ts'
import type { Container } from '../container.ts'
import { wholeAt } from '../container.ts'
import type { Field } from '../field.ts'
import type { Said } from '../shape.ts'

/** Times that do not fit each other when the pod stops. Unknown times count as zero. */
export function stopErrors(container: Container, stop: StopTimes | undefined): readonly Said[] {
  const preStop = container.field.at('lifecycle')?.at('preStop')
  const before = preStop === undefined ? 0 : sleepOf(preStop)
  return [...drain(container, before, stop), ...grace(container, preStop, before, stop)]
}

function drain(container: Container, before: number, stop: StopTimes | undefined): readonly Said[] {
  const probe = container.probes.readinessProbe
  const seconds = stop?.drainSeconds
  if (probe === undefined || seconds === undefined) return []
  const needed = drainNeeded(probe)
  if (!(seconds < needed)) return []
  const sleep =
    before > 0
      ? `; the ${before} s of preStop do not count, because readiness fails only after them`
      : ''
  const message = `the process stops serving ${seconds} s after the signal, and a load balancer may need ${needed} s to see that readiness fails (${drainTerms(probe)})${sleep}`
  const instead = `drainSeconds: ${needed} in stopGracefully, or a smaller periodSeconds, failureThreshold or timeoutSeconds.`
  return [{ field: probe.field, remark: { rule: 'drain-too-short', message, instead } }]
}

function grace(
  { workload, field }: Container,
  preStop: Field | undefined,
  before: number,
  stop: StopTimes | undefined,
): readonly Said[] {
  const { pod, isPart } = workload
  const written = pod.at('terminationGracePeriodSeconds')
  if (written === undefined && isPart) return []
  const seconds = written === undefined ? 30 : wholeAt(pod, 'terminationGracePeriodSeconds', 30)
  const { drainSeconds = 0, timeoutSeconds = 0 } = stop ?? {}
  const needed = before + drainSeconds + timeoutSeconds
  if (needed === 0 || !(needed >= seconds)) return []
  const parts = Object.entries({ preStop: before, drain: drainSeconds, stop: timeoutSeconds })
  const sum = parts.filter(([, time]) => time > 0).map(([name, time]) => `${time} s of ${name}`)
  const limit = written === undefined ? `${seconds} s, the default` : `${seconds} s`
  const message = `the pod is killed after ${limit}, and stopping takes ${sum.join(' and ')}`
  const instead = `terminationGracePeriodSeconds: ${Math.ceil(needed) + 5}`
  return [
    { field: written ?? preStop ?? field, remark: { rule: 'grace-too-short', message, instead } },
  ]
}

/** Seconds that a hook sleeps, natively or through a command that does nothing else first. */
function sleepOf(hook: Field): number {
  const native = hook.at('sleep')
  if (native !== undefined) return wholeAt(native, 'seconds', 0)
  const words = hook.at('exec')?.at('command')?.items() ?? []
  const command = words.map(({ scalar }) => String(scalar)).join(' ')
  const [, seconds = '0'] =
    /^(?:(?:\S*\/)?(?:ba|da)?sh -[a-z]*c )?(?:\S*\/)?sleep (\d+)s?(?:\s|;|&|$)/.exec(command) ?? []
  return Number(seconds)
}
