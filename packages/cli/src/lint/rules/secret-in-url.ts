import type { Probe } from '../container.ts'
import type { FieldProblem } from '../finding.ts'

const secretName =
  /(^|[_.-])(token|secret|password|passwd|pwd|pass|auth|authorization|credentials?|signature|sig|jwt|(api|access|auth|private|secret)[_-]?(key|token)|apikey|key)$/i

/**
 * Finds credentials in the URL of a probe. The problem contains no value, because it is printed to
 * a log.
 */
export function checkSecretInUrl({ name, http }: Probe): readonly FieldProblem[] {
  if (http === undefined) return []
  const query = http.target.split('?').slice(1).join('?')
  const parameters = query.split('&').map((each) => each.split('='))
  const secret = parameters.find(([key = '', value]) => value && secretName.test(key))?.[0]
  const host = http.field.textAt('host') ?? ''
  if (secret === undefined && !host.includes('@')) return []
  const where = secret === undefined ? 'a host with credentials' : `\`${secret}\` in its query`
  return [
    {
      field: http.field.at(secret === undefined ? 'host' : 'path') ?? http.field,
      rule: 'secret-in-url',
      message: `${name} has ${where}`,
      instead:
        'Request a path that needs no credentials; readyz answers probes before authentication.',
    },
  ]
}
