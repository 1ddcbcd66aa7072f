import type { FieldProblem } from '../finding.ts'
import type { Field } from '../yaml-field.ts'

// As deep as `lifecycle.preStop.httpGet`. A limit, because an alias may refer to its own map.
const maxDepth = 3

/** Finds keys of a container, and of the maps in it, that are given more than once. */
export function checkDuplicateKeys(
  field: Field,
  depth: number = maxDepth,
): readonly FieldProblem[] {
  const own = field.overridden().map((overridden): FieldProblem => {
    const name = overridden.path.split('.').at(-1)
    return {
      field: overridden,
      rule: 'duplicate-key',
      message: `${name} is given again later, and Kubernetes uses the last one`,
      instead: 'Keep one of them.',
    }
  })
  if (depth === 0) return own
  const inner = Array.from(field.fields().values()).filter(({ kind }) => kind === 'map')
  return [...own, ...inner.flatMap((each) => checkDuplicateKeys(each, depth - 1))]
}
