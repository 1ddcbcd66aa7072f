import { type ApplicationConfig, pathsOf } from './application-config.ts'
import type { Container } from './container.ts'
import type { Finding } from './finding.ts'
import type { RuleSettings } from './rule-settings.ts'

export interface LintOptions {
  /** The configuration of the application. Without it only the manifest itself is checked. */
  readonly config?: ApplicationConfig
  /**
   * The name of the application's containers, if the paths of their probes do not identify them.
   */
  readonly container?: string
  /** The severity of rules, or `off`. Default: the severity of each rule. */
  readonly rules?: RuleSettings
}

/** Checks a container as one of the application, or as another one. */
export type CheckAs = (isApplication: boolean) => readonly Finding[]

/**
 * Decides which containers run the application: those with the given name, or those with a probe of
 * one of its paths. If no probe requests one of its paths and the manifests contain one container,
 * it is that container.
 */
export interface ApplicationFinder {
  /** Returns the findings of a container. Those of the first one may be returned by `finish`. */
  check(container: Container, check: CheckAs): readonly Finding[]
  /** Returns the findings of the only container. Call it after the last container. */
  finish(): readonly Finding[]
  /** Whether a container of the application was found. */
  isFound(): boolean
}

export function createApplicationFinder({
  config,
  container: name,
}: LintOptions): ApplicationFinder {
  const served = new Set(config === undefined ? [] : pathsOf(config))
  // The first container that is not identified, while there is no other.
  let only: CheckAs | undefined
  let running = 0
  let isFound = false

  function identifies({ name: own, probes }: Container): boolean {
    if (config === undefined) return false
    if (name !== undefined) return own === name
    return Object.values(probes).some(({ http }) => http !== undefined && served.has(http.path))
  }

  return {
    check(container, check) {
      if (container.role === 'init') return check(false)
      running += 1
      const isApplication = identifies(container)
      isFound ||= isApplication
      if (running === 1 && !isApplication) {
        only = check
        return []
      }
      const first = only?.(false) ?? []
      only = undefined
      return [...first, ...check(isApplication)]
    },
    finish() {
      const isApplication = config !== undefined && name === undefined
      if (only === undefined) return []
      isFound ||= isApplication
      return only(isApplication)
    },
    isFound: () => isFound,
  }
}
