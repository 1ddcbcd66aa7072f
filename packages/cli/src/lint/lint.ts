import { showValue } from '../redact/show.ts'
import { type ApplicationOptions, applicationAmong, pathsOf } from './application.ts'
import { type Container, containersOf } from './container.ts'
import { type Declaration, stopOf } from './declaration.ts'
import { readDocuments } from './documents.ts'
import type { Finding, Remark } from './finding.ts'
import { findingAt, placeIn, placeOf } from './place.ts'
import { containerErrors, podErrors } from './rules/api.ts'
import { declaredErrors } from './rules/declared.ts'
import { execErrors } from './rules/exec.ts'
import { readinessErrors } from './rules/pod.ts'
import { probeErrors } from './rules/probes.ts'
import { stopErrors } from './rules/stop.ts'
import type { Said } from './shape.ts'
import { readSources, type Source } from './sources.ts'
import { type Workload, workloadsIn } from './workloads.ts'

/**
 * Reads and checks files; `-` is standard input. A file that cannot be read is a finding, and so is having nothing to
 * check. The findings stand in the order of files and lines.
 */
export async function lintFiles(
  files: readonly string[],
  options: ApplicationOptions = {},
): Promise<readonly Finding[]> {
  const { sources, findings } = await readSources(files)
  return sort(files, lintSources(sources, options, findings))
}

/** Checks files that have been read. */
export function lint(
  sources: readonly Source[],
  options: ApplicationOptions = {},
): readonly Finding[] {
  const files = sources.map(({ file }) => file)
  return sort(files, lintSources(sources, options, []))
}

function lintSources(
  sources: readonly Source[],
  options: ApplicationOptions,
  unread: readonly Finding[],
): readonly Finding[] {
  const read = sources.map(({ file, text }) => ({ file, ...readDocuments(file, text) }))
  const broken = [...unread, ...read.flatMap(({ findings }) => findings)]
  const pods = read.flatMap(({ file, tops }) =>
    tops.flatMap((top) => workloadsIn(file, top)).map((workload) => podOf(workload)),
  )
  const containers = pods.flatMap((pod) => pod.containers)
  const ours = applicationAmong(containers, options)
  const [first] = sources
  // What is broken may hold what is missed.
  const missed =
    first === undefined || broken.length > 0 ? undefined : missing(containers, ours, options)
  return [
    ...broken,
    ...(first && missed ? [findingAt(placeIn(first.file), missed)] : []),
    ...pods.flatMap((pod) => lintPod(pod, ours, options.declaration)),
  ]
}

interface Pod {
  readonly workload: Workload
  readonly containers: readonly Container[]
}

function podOf(workload: Workload): Pod {
  return { workload, containers: containersOf(workload) }
}

function lintPod(
  { workload, containers }: Pod,
  ours: ReadonlySet<Container>,
  declaration: Declaration | undefined,
): readonly Finding[] {
  const said = [
    ...podErrors(workload),
    ...readinessErrors(containers),
    ...containers.flatMap((each) => lintContainer(each, ours.has(each) ? declaration : undefined)),
  ]
  const { file, object } = workload
  return said.map(({ field, remark }) => findingAt(placeOf(file, object, field), remark))
}

function lintContainer(container: Container, declared: Declaration | undefined): readonly Said[] {
  const errors = containerErrors(container)
  if (container.role === 'init') return errors
  return [
    ...errors,
    ...(declared === undefined ? [] : declaredErrors(container, declared)),
    ...probeErrors(container, declared !== undefined),
    ...execErrors(container),
    ...stopErrors(container, declared && stopOf(declared)),
  ]
}

function missing(
  containers: readonly Container[],
  ours: ReadonlySet<Container>,
  { declaration, container }: ApplicationOptions,
): Remark | undefined {
  if (containers.length === 0) {
    const message = 'no Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob is in here'
    return { rule: 'nothing-to-check', message, instead: 'Give the files that hold them.' }
  }
  if (declaration === undefined || ours.size > 0) return undefined
  const message =
    container === undefined
      ? `no probe asks any of ${pathsOf(declaration).join(', ')}`
      : `no container is named ${showValue(container)}`
  const instead = 'Name the container of the application with --container.'
  return { rule: 'path-not-served', message, instead }
}

function sort(files: readonly string[], findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}
