import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/**
 * Finds a `tcpSocket` liveness probe of a Node process. A container with a configuration runs Node.
 */
export function checkTcpLiveness(
  { probes, isNode }: Container,
  hasConfig: boolean,
): readonly FieldProblem[] {
  const field = probes.livenessProbe?.field.at('tcpSocket')
  if (field === undefined || !(isNode || hasConfig)) return []
  const message = 'livenessProbe of a Node process only opens a connection'
  const instead = 'httpGet: { path: /healthz, port: … }'
  return [{ field, rule: 'tcp-liveness', message, instead }]
}
