import { redactValue } from '../redact/arguments.ts'
import { type ApplicationConfig, pathsOf } from './application-config.ts'
import { findApplicationContainers, type LintOptions } from './application-containers.ts'
import { checkContainer } from './check-container.ts'
import { type Container, containersOf } from './container.ts'
import { fieldFinding, fileFinding } from './create-finding.ts'
import type { Finding, Problem } from './finding.ts'
import { parseYaml } from './parse-yaml.ts'
import { type InputFile, readFiles } from './read-files.ts'
import { checkPodSchema } from './rules/api-schema.ts'
import { checkReadinessExists } from './rules/no-readiness.ts'
import { type Workload, workloadsIn } from './workloads.ts'

/**
 * Reads and checks files; `-` is standard input. A file that cannot be read is a finding, and so
 * are files without a pod. The findings are sorted by file and position.
 */
export async function lintFiles(
  names: readonly string[],
  options: LintOptions = {},
): Promise<readonly Finding[]> {
  const { files, findings } = await readFiles(names)
  return sort(names, checkFiles(files, options, findings))
}

/** Checks files that have been read. */
export function lint(files: readonly InputFile[], options: LintOptions = {}): readonly Finding[] {
  const names = files.map(({ file }) => file)
  return sort(names, checkFiles(files, options, []))
}

function checkFiles(
  files: readonly InputFile[],
  options: LintOptions,
  unreadable: readonly Finding[],
): readonly Finding[] {
  const parsed = files.map(({ file, text }) => ({ file, ...parseYaml(file, text) }))
  const invalid = [...unreadable, ...parsed.flatMap(({ findings }) => findings)]
  const pods = parsed.flatMap(({ file, documents }) =>
    documents.flatMap((document) => workloadsIn(file, document)).map(podOf),
  )
  const containers = pods.flatMap((pod) => pod.containers)
  const application = findApplicationContainers(containers, options)
  const [first] = files
  // An invalid file may contain the missing container.
  const missing =
    first === undefined || invalid.length > 0
      ? undefined
      : checkExistence(containers, application, options)
  return [
    ...invalid,
    ...(first && missing ? [fileFinding(first.file, missing)] : []),
    ...pods.flatMap((pod) => checkPod(pod, application, options.config)),
  ]
}

interface Pod {
  readonly workload: Workload
  readonly containers: readonly Container[]
}

function podOf(workload: Workload): Pod {
  return { workload, containers: containersOf(workload) }
}

function checkPod(
  { workload, containers }: Pod,
  application: ReadonlySet<Container>,
  config: ApplicationConfig | undefined,
): readonly Finding[] {
  const { file, object } = workload
  const problems = [
    ...checkPodSchema(workload),
    ...checkReadinessExists(containers),
    ...containers.flatMap((each) =>
      checkContainer(each, application.has(each) ? config : undefined),
    ),
  ]
  return problems.map((problem) => fieldFinding(file, object, problem))
}

/** Returns a problem if there is no container, or no container of the configured application. */
function checkExistence(
  containers: readonly Container[],
  application: ReadonlySet<Container>,
  { config, container }: LintOptions,
): Problem | undefined {
  if (containers.length === 0) {
    const message = 'found no Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob'
    return { rule: 'nothing-to-check', message, instead: 'Pass the files that contain them.' }
  }
  if (config === undefined || application.size > 0) return undefined
  const message =
    container === undefined
      ? `no probe requests any of ${pathsOf(config).join(', ')}`
      : `no container is named ${redactValue(container)}`
  const instead = 'Name the container of the application with --container.'
  return { rule: 'path-not-served', message, instead }
}

function sort(files: readonly string[], findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}
