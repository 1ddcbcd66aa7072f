import { type Container, type Probe, probeNames } from '../container.ts'
import type { Said } from '../shape.ts'

/** Commands of probes that wait for longer than the kubelet waits for them. */
export function execErrors({ probes }: Container): readonly Said[] {
  return probeNames.flatMap((name) => {
    const probe = probes[name]
    return probe === undefined ? [] : slowCommand(probe)
  })
}

function slowCommand({ name, field, timeoutSeconds }: Probe): readonly Said[] {
  const words = field.at('exec')?.at('command')?.items() ?? []
  const command = words.map(({ scalar }) => String(scalar)).join(' ')
  const limit = limitOf(command)
  if (limit === undefined || !(limit >= timeoutSeconds)) return []
  const at = field.at('timeoutSeconds')
  const given = at === undefined ? `${timeoutSeconds} s, the default` : `${timeoutSeconds} s`
  const message = `${name} gives up after ${given}; its command may take ${limit} s`
  const instead = `timeoutSeconds: ${Math.floor(limit) + 1}, or a shorter limit for the command.`
  return [{ field: at ?? field, remark: { rule: 'budget', message, instead } }]
}

const ends = '(?=[\\s;|&)"\']|$)'
const limits: readonly RegExp[] = [
  new RegExp(`(?:^|[\\s/])readyz probe .*--timeout[= ]([\\d.]+)(ms|s|m)?${ends}`),
  new RegExp(`(?:^|[\\s/])timeout (?:-\\S+ )*([\\d.]+)(s|m)?${ends}`),
  new RegExp(`(?:^|[\\s/])curl .*(?:--max-time[= ]|-m ?)([\\d.]+)()${ends}`),
  new RegExp(`(?:^|[\\s/])pg_isready .*(?:-t ?|--timeout=)(\\d+)()${ends}`),
]

const factors: Readonly<Record<string, number>> = { ms: 0.001, m: 60 }

/** Seconds that a command gives itself, where it is one of those that tell. */
function limitOf(command: string): number | undefined {
  for (const limit of limits) {
    const [, number, unit] = limit.exec(command) ?? []
    if (number !== undefined) return Number(number) * (factors[unit ?? ''] ?? 1)
  }
  // Which is its default.
  return /(?:^|[\s/])readyz probe /.test(command) ? 1 : undefined
}
