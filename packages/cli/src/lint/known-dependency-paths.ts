/** Matches a path that is usually a readiness check, by its name. */
export const readinessPathPattern: RegExp = /(^|[/_-])(ready|readyz|readiness)([/_-]|$)/i

/** Matches a path that is usually a liveness check, by its name. */
export const livenessPathPattern: RegExp = /(^|[/_-])(live|livez|liveness|alive)([/_-]|$)/i

/**
 * Paths of well-known software that check dependencies, according to its documentation or source.
 */
const dependencyPaths: readonly {
  readonly target: RegExp
  readonly image?: RegExp
  readonly checks: string
}[] = [
  {
    target: /^\/actuator\/health\/?$/,
    checks: 'every health indicator of Spring, including databases',
  },
  { target: /^\/q\/health\/?$/, checks: 'every check of Quarkus, including readiness checks' },
  { target: /^\/api\/health$/, image: /grafana/, checks: 'the database' },
  { target: /^\/server\/health$/, image: /directus/, checks: 'database, cache, storage and mail' },
  { target: /^\/_health$/, image: /outline/, checks: 'PostgreSQL and Redis' },
]

/** Returns which dependencies a request is known to check; `undefined` if none are known. */
export function checkedDependencies(target: string, image: string): string | undefined {
  return dependencyPaths.find(
    (each) => each.target.test(target) && (each.image?.test(image) ?? true),
  )?.checks
}
