import type { ProbeOptions } from '@readyz/core'

/** What somebody who knows the software says about the findings of an entry. */
export interface Verdicts {
  /** The findings that are right and whose advice helps, as `path rule`. */
  readonly useful?: readonly string[]
  /** The findings that are right but whose advice does not help, with the reason. */
  readonly unhelpful?: Readonly<Record<string, string>>
  /** The false alarms, with the reason. */
  readonly wrong?: Readonly<Record<string, string>>
}

/** A manifest that is modelled on a public one, and the findings that `lint` reports. */
export interface Entry extends Verdicts {
  /** The repository, followed by its chart or file. */
  readonly source: string
  /** The version of the chart, or the date of the sources. */
  readonly version: string
  readonly manifest: string
  /** The options of an application with these probes, if its check times are known. */
  readonly application?: ProbeOptions
}

/** The parts of a workload. Each text contains YAML. */
export interface Workload {
  readonly api?: string
  readonly kind?: string
  /**
   * The path of the pod's spec. `0` is the first item of a list, and `kind: Deployment, spec` is the
   * key `spec` after another field. Default: the path in a Deployment.
   */
  readonly path?: string
  /** Fields of the pod. */
  readonly pod?: string
  /** Whether the input contains Services, and one of them selects the pod. */
  readonly selected?: boolean
  /** Fields of each init container. */
  readonly init?: readonly string[]
}

/** Returns the YAML of a workload. Each container is a text that contains its fields. */
export function workload(containers: readonly string[], parts: Workload = {}): string {
  const { api = 'apps/v1', kind = 'Deployment', path, pod, selected, init = [] } = parts
  const list = (texts: readonly string[]) => texts.map((each) => `{ ${each} }`).join(', ')
  const fields = [
    ...(pod === undefined ? [] : [pod]),
    ...(init.length > 0 ? [`initContainers: [${list(init)}]`] : []),
    `containers: [${list(containers)}]`,
  ]
  const keys = (path ?? (kind === 'Pod' ? 'spec' : 'spec.template.spec')).split('.')
  const spec = keys.reduceRight(
    (inner, key) => (key === '0' ? `[${inner}]` : `{ ${key}: ${inner} }`),
    `{ ${fields.join(', ')} }`,
  )
  const object = `apiVersion: ${api}\nkind: ${kind}\n${spec.slice(2, -2)}\n`
  // The pod has no labels, so it is selected by no Service.
  return selected === false ? `${object}---\n${otherService}` : object
}

const otherService = 'apiVersion: v1\nkind: Service\nspec: { selector: { app: another } }\n'
