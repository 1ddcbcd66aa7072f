import type { Container, Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i

/**
 * Finds a probe with a host of loopback. The kubelet sends probes from the node, where loopback is
 * the node itself.
 */
export function checkHost({ workload }: Container, probe: Probe): readonly FieldProblem[] {
  if (workload.pod.at('hostNetwork')?.scalar === true || workload.isContainer) return []
  const action = probe.field.at('httpGet') ?? probe.field.at('tcpSocket')
  const host = action?.at('host')
  if (host === undefined || !loopback.test(String(host.scalar))) return []
  return [
    {
      field: host,
      rule: 'loopback-host',
      message: `${probe.name} connects to ${String(host.scalar)}, which is the node and not the pod`,
      instead: 'Remove `host`. The kubelet then uses the address of the pod.',
    },
  ]
}
