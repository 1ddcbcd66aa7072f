import type { Container, Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Finds a probe of a port number that its container does not declare, which is often a typo. */
export function checkPortNumber({ field }: Container, probe: Probe): readonly FieldProblem[] {
  const declared =
    field
      .at('ports')
      ?.items()
      .map((port) => port.at('containerPort')?.scalar) ?? []
  const action = probe.field.at('httpGet') ?? probe.field.at('tcpSocket') ?? probe.field.at('grpc')
  const port = action?.at('port')
  if (declared.length === 0 || port === undefined || !isPortNumber(port.scalar)) return []
  if (declared.includes(port.scalar)) return []
  return [
    {
      field: port,
      rule: 'undeclared-port',
      message: `${probe.name} uses port ${port.scalar}; the container declares ${declared.join(', ')}`,
      instead: 'Write a declared port, or declare this one if the application listens on it.',
    },
  ]
}

// The schema reports other numbers.
function isPortNumber(port: unknown): port is number {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536
}
