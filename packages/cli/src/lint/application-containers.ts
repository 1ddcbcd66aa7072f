import { type ApplicationConfig, pathsOf } from './application-config.ts'
import type { Container } from './container.ts'

export interface LintOptions {
  /** The configuration of the application. Without it only the manifest itself is checked. */
  readonly config?: ApplicationConfig
  /**
   * The name of the application's containers, if the paths of their probes do not identify them.
   */
  readonly container?: string
}

/**
 * Returns the containers that run the application: those with the given name, or those with a probe
 * of one of its paths. If no probe requests one of its paths and the manifests contain one
 * container, it is that container.
 */
export function findApplicationContainers(
  containers: readonly Container[],
  { config, container: name }: LintOptions,
): ReadonlySet<Container> {
  if (config === undefined) return new Set()
  const running = containers.filter(({ role }) => role !== 'init')
  if (name !== undefined) return new Set(running.filter((each) => each.name === name))
  const served = new Set(pathsOf(config))
  const found = running.filter(({ probes }) =>
    Object.values(probes).some(({ http }) => http !== undefined && served.has(http.path)),
  )
  return new Set(found.length === 0 && running.length === 1 ? running : found)
}
