import type { Container } from './container.ts'
import type { Declaration } from './declaration.ts'

export interface ApplicationOptions {
  /** What the application says of itself; without it only what the manifest says is looked at. */
  readonly declaration?: Declaration
  /** The name of the application's containers, where the declaration cannot tell them by their paths. */
  readonly container?: string
}

/** The containers that the declaration is about: those with that name, or those that are asked one of its paths. */
export function applicationAmong(
  containers: readonly Container[],
  { declaration, container: name }: ApplicationOptions,
): ReadonlySet<Container> {
  if (declaration === undefined) return new Set()
  const running = containers.filter(({ role }) => role !== 'init')
  if (name !== undefined) return new Set(running.filter((each) => each.name === name))
  const served = new Set(pathsOf(declaration))
  const asked = running.filter(({ probes }) =>
    Object.values(probes).some(({ http }) => http !== undefined && served.has(http.path)),
  )
  // Where there is no choice it is that one, whatever it is asked.
  return new Set(asked.length === 0 && running.length === 1 ? running : asked)
}

export function pathsOf({ liveness, readiness }: Declaration): readonly string[] {
  return [...liveness.paths, ...readiness.paths]
}
