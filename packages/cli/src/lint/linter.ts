import { redactValue } from '../redact/arguments.ts'
import { pathsOf } from './application-config.ts'
import {
  type ApplicationFinder,
  createApplicationFinder,
  type LintOptions,
} from './application-containers.ts'
import { checkContainer } from './check-container.ts'
import { type Checked, createCounter } from './checked.ts'
import { type Container, containersOf } from './container.ts'
import { fieldFinding, fileFinding } from './create-finding.ts'
import type { Finding, Problem } from './finding.ts'
import { createIgnoreFilter } from './ignore-filter.ts'
import { parseYaml } from './parse-yaml.ts'
import type { InputFile } from './read-files.ts'
import { applySettings } from './rule-settings.ts'
import { checkPodSchema } from './rules/api-schema.ts'
import { checkPodFields } from './rules/misplaced-fields.ts'
import { checkReadinessExists, servesRequests } from './rules/no-readiness.ts'
import { isSelected, type PodMetadata, type ServiceSelector } from './services.ts'
import { objectsIn, type Workload } from './workloads.ts'

export interface LintResult {
  readonly findings: readonly Finding[]
  readonly checked: Checked
}

/** Checks files one after the other. Keeps findings of them, and at most one document. */
export interface Linter {
  addFile(file: InputFile): void
  /** Adds a finding about a file that cannot be read. */
  addFinding(finding: Finding): void
  finish(): LintResult
}

/** A finding about a pod that applies if the pod receives requests. */
interface TrafficFinding {
  readonly finding: Finding
  readonly pod: PodMetadata
  readonly hasPorts: boolean
}

export function createLinter(options: LintOptions): Linter {
  const findings: Finding[] = []
  const waiting: TrafficFinding[] = []
  const services: ServiceSelector[] = []
  const files: string[] = []
  const counter = createCounter()
  const filter = createIgnoreFilter()
  const finder = createApplicationFinder(options)
  let isInvalid = false

  function addFile({ file, text }: InputFile): void {
    files.push(file)
    filter.addFile(file, text)
    let documents = 0
    for (const document of parseYaml(text)) {
      documents += 1
      if ('rule' in document) {
        const { line, column } = document.position
        isInvalid = true
        findings.push(fileFinding(file, document, line, column))
        continue
      }
      const objects = objectsIn(file, document)
      for (const service of objects.services) services.push(service)
      counter.addSkipped(objects.skipped)
      for (const workload of objects.workloads) addPod(workload)
    }
    if (documents === 0) {
      isInvalid = true
      findings.push(fileFinding(file, emptyFile))
    }
  }

  function addPod(workload: Workload): void {
    const containers = containersOf(workload)
    counter.addPod(containers)
    const { file, object, labels, namespace } = workload
    const hasPorts = containers.some(servesRequests)
    for (const problem of checkReadinessExists(containers)) {
      if (problem.isAbsence === true && containers.some(({ isPartial }) => isPartial)) continue
      const finding = fieldFinding(file, object, problem)
      waiting.push({ finding, pod: { labels, namespace }, hasPorts })
    }
    const ofPod = [...checkPodSchema(workload), ...checkPodFields(workload)]
    findings.push(...ofPod.map((problem) => fieldFinding(file, object, problem)))
    for (const container of containers) addContainer(container)
  }

  function addContainer(container: Container): void {
    const { file, object } = container.workload
    const check = (isApplication: boolean) =>
      checkContainer(container, isApplication ? options.config : undefined).map((problem) =>
        fieldFinding(file, object, problem),
      )
    findings.push(...finder.check(container, check))
  }

  return {
    addFile,
    addFinding(finding) {
      isInvalid = true
      files.push(finding.file)
      findings.push(finding)
    },
    finish() {
      const [first] = files
      findings.push(...finder.finish())
      // Not `push(...)`, because a hundred thousand arguments overflow the stack.
      for (const each of waiting) if (hasTraffic(each, services)) findings.push(each.finding)
      const checked = counter.result()
      // An invalid file may contain what is missing.
      const missing = isInvalid ? undefined : findMissing(checked, finder, options)
      if (first !== undefined && missing !== undefined) findings.push(fileFinding(first, missing))
      const kept = applySettings(filter.apply(findings), options.rules)
      return { findings: sort(files, kept), checked }
    },
  }
}

const emptyFile: Problem = {
  rule: 'nothing-to-check',
  message: 'the file is empty',
  instead: 'Pass a file that contains a manifest.',
}

// Without a Service in the input it is unknown whether one selects the pod. A pod without ports
// serves no requests.
function hasTraffic(
  { pod, hasPorts }: TrafficFinding,
  services: readonly ServiceSelector[],
): boolean {
  return services.length === 0 ? hasPorts : isSelected(pod, services)
}

/** Checks that there is a container, and one of the application if there is a configuration. */
function findMissing(
  { containers }: Checked,
  finder: ApplicationFinder,
  { config, container }: LintOptions,
): Problem | undefined {
  if (containers === 0) {
    const message = 'found no object with containers'
    return { rule: 'nothing-to-check', message, instead: 'Pass the files that contain them.' }
  }
  if (config === undefined || finder.isFound()) return undefined
  const message =
    container === undefined
      ? `no probe requests any of ${pathsOf(config).join(', ')}`
      : `no container is named ${redactValue(container)}`
  const instead = 'Name the container of the application with --container.'
  return { rule: 'path-not-served', message, instead }
}

function sort(files: readonly string[], findings: readonly Finding[]): readonly Finding[] {
  const order = new Map(files.map((file, index) => [file, index]))
  const indexOf = ({ file }: Finding) => order.get(file) ?? files.length
  return findings.toSorted(
    (a, b) => indexOf(a) - indexOf(b) || a.line - b.line || a.column - b.column,
  )
}
