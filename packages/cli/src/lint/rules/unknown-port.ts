import { type Container, probeNames } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Finds probes that name a port which their container does not declare. */
export function checkPorts({ field, workload, role }: Container): readonly FieldProblem[] {
  const declared = field.at('ports')
  // A fragment of a manifest, such as an example in documentation, may omit the ports.
  if (role === 'init' || (workload.isFragment && declared === undefined)) return []
  const names = declared?.items().map((port) => port.textAt('name')) ?? []
  const ports = probeNames.flatMap((probe) =>
    ['httpGet', 'tcpSocket'].flatMap((action) => field.at(probe)?.at(action)?.at('port') ?? []),
  )
  return ports
    .filter(({ scalar }) => typeof scalar === 'string' && /[a-z]/.test(scalar))
    .filter(({ scalar }) => !names.some((name) => name === scalar))
    .map((port) => ({
      field: port,
      rule: 'unknown-port',
      message: `the container declares no port named ${JSON.stringify(port.scalar)}`,
      instead: names.some(Boolean)
        ? `Write ${names.filter(Boolean).join(' or ')}, or the number.`
        : 'Write its number, or add the name under `ports:` of the container.',
    }))
}
