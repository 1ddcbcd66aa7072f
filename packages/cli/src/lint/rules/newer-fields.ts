import type { Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

/** Finds fields that only a new version of Kubernetes knows, behind a feature gate. */
export function checkNewerFields({ name, field }: Probe): readonly FieldProblem[] {
  const fields = {
    'grpc.mode': field.at('grpc')?.at('mode'),
    'httpGet.protocol': field.at('httpGet')?.at('protocol'),
  }
  return Object.entries(fields).flatMap(([path, written]) => {
    if (written === undefined) return []
    const message = `${path} of the ${name} requires Kubernetes 1.37 and its feature gate`
    const instead = 'Remove it if the cluster is older. An older API server drops the field.'
    return [{ field: written, rule: 'newer-field', message, instead }]
  })
}
