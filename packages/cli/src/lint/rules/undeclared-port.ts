import { type Container, containersOf, type Probe, probesOf } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import type { Field } from '../yaml-field.ts'

/**
 * Finds a probe of a port number that its container does not declare, which may be a typo. A number
 * that occurs again, in another probe or an argument, is intended.
 */
export function checkPortNumber(container: Container, probe: Probe): readonly FieldProblem[] {
  const { field, workload } = container
  const declared =
    field
      .at('ports')
      ?.items()
      .map((port) => port.at('containerPort')?.scalar) ?? []
  const port = portOf(probe.field)
  if (declared.length === 0 || port === undefined || !isPortNumber(port.scalar)) return []
  // The containers of a pod have one address.
  const neighbours = containersOf(workload).flatMap((each) => each.field.at('ports')?.items() ?? [])
  if (neighbours.some((each) => each.at('containerPort')?.scalar === port.scalar)) return []
  if (occursAgain(port.scalar, container, probe)) return []
  return [
    {
      field: port,
      rule: 'undeclared-port',
      message: `${probe.name} uses port ${port.scalar}, which may be a typo, because the container declares ${declared.join(', ')}`,
      instead: 'Write a declared port, or declare this one if the application listens on it.',
    },
  ]
}

function occursAgain(port: number, container: Container, probe: Probe): boolean {
  const others = probesOf(container).filter(({ name }) => name !== probe.name)
  const variables = container.field.at('env')?.items() ?? []
  const texts = [...container.argv, ...variables.map((each) => each.textAt('value') ?? '')]
  return (
    others.some(({ field }) => portOf(field)?.scalar === port) ||
    texts.some((text) => text.split(/\D+/).includes(String(port)))
  )
}

function portOf(probe: Field): Field | undefined {
  const action = probe.at('httpGet') ?? probe.at('tcpSocket') ?? probe.at('grpc')
  return action?.at('port')
}

// The schema reports other numbers.
function isPortNumber(port: unknown): port is number {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536
}
