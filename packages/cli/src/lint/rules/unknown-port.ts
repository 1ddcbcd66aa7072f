import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { isPlaceholder } from '../placeholder.ts'
import { probeNames } from '../probe-names.ts'

/** Finds probes that name a port which their container does not declare. */
export function checkPorts({ field, role }: Container): readonly FieldProblem[] {
  const declared = field.at('ports')
  if (role === 'init') return []
  const names = declared?.items().map((port) => port.textAt('name')) ?? []
  const ports = probeNames.flatMap((probe) =>
    ['httpGet', 'tcpSocket'].flatMap((action) => field.at(probe)?.at(action)?.at('port') ?? []),
  )
  return ports
    .filter(({ scalar }) => typeof scalar === 'string' && /[a-z]/.test(scalar))
    .filter(({ scalar }) => !isPlaceholder(scalar))
    .filter(({ scalar }) => !names.some((name) => name === scalar))
    .map((port) => ({
      field: port,
      rule: 'unknown-port',
      // A patch may omit the ports, or have only some of them.
      isAbsence: true,
      message: `the container declares no port named ${JSON.stringify(port.scalar)}`,
      instead: names.some(Boolean)
        ? `Write ${names.filter(Boolean).join(' or ')}, or the number.`
        : 'Write its number, or add the name under `ports:` of the container.',
    }))
}
