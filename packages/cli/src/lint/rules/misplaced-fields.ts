import { schemaProblem } from '../check-schema.ts'
import type { Container } from '../container.ts'
import type { FieldProblem } from '../finding.ts'
import { probeNames } from '../probe-names.ts'
import { isSimilar } from '../similar-names.ts'
import type { Workload } from '../workloads.ts'
import type { Field } from '../yaml-field.ts'

const ofContainer: readonly string[] = [...probeNames, 'lifecycle']
const ofLifecycle: readonly string[] = ['preStop', 'postStart']
const ofPod: readonly string[] = ['terminationGracePeriodSeconds']

/** Finds probes and hooks that are in the pod instead of a container, or misspelt. */
export function checkPodFields({ pod, isContainer }: Workload): readonly FieldProblem[] {
  if (isContainer) return []
  const misplaced = findFields(pod, [...ofContainer, ...ofLifecycle]).map((field) =>
    schemaProblem(
      field,
      `${nameOf(field)} is outside of the containers`,
      'Move it into one of the containers.',
    ),
  )
  return [...misplaced, ...checkSpelling(pod, ofPod)]
}

/**
 * Finds probes and hooks of a container that are misspelt or at the wrong level. The API server
 * drops them, and kubectl prints a warning at most.
 */
export function checkContainerFields({ field }: Container): readonly FieldProblem[] {
  const hooks = findFields(field, ofLifecycle).map((each) =>
    schemaProblem(each, `${nameOf(each)} is outside of lifecycle`, `Move it below \`lifecycle:\`.`),
  )
  const grace = findFields(field, ofPod).map((each) =>
    schemaProblem(
      each,
      `${nameOf(each)} is in a container`,
      'Move it to the `spec` of the pod, beside `containers:`.',
    ),
  )
  const neighbours = ['resources', 'securityContext'].flatMap((name) => field.at(name) ?? [])
  const inner = [...neighbours, ...(field.at('ports')?.items() ?? [])]
  const probes = inner
    .flatMap((each) => findFields(each, ofContainer))
    .map((each) => {
      const parent = each.path.split('.').at(-2) ?? 'another field'
      return schemaProblem(
        each,
        `${nameOf(each)} is below ${parent}`,
        'Write it further out, beside `image:`.',
      )
    })
  return [...hooks, ...grace, ...probes, ...checkSpelling(field, ofContainer)]
}

function checkSpelling(field: Field, names: readonly string[]): readonly FieldProblem[] {
  return Array.from(field.fields()).flatMap(([written, each]) => {
    const known = names.find((name) => name !== written && isSimilar(name, written))
    if (known === undefined) return []
    return [schemaProblem(each, `${written} is not a field of Kubernetes`, `Write \`${known}:\`.`)]
  })
}

function findFields(field: Field, names: readonly string[]): readonly Field[] {
  return names.flatMap((name) => field.at(name) ?? [])
}

function nameOf({ path }: Field): string {
  return path.split('.').at(-1) ?? path
}
