import { createProbes } from '@readyz/core'
import type { ApplicationConfig } from '../../src/lint/application-config.ts'
import type { Finding } from '../../src/lint/finding.ts'
import { deployment, lintText } from './manifests.ts'

export const db = { name: 'db', check: () => {} }

/** The configuration of an application that does not call `stopGracefully`. */
export const config: ApplicationConfig = createProbes({
  timeoutSeconds: 5,
  readiness: [db],
}).describe()

/** The configuration of an application that calls `stopGracefully`. */
export const stopConfig: ApplicationConfig = {
  ...config,
  stop: { drainSeconds: 18, timeoutSeconds: 10 },
}

/** A liveness and a readiness probe. */
export const probes = (
  readiness = 'timeoutSeconds: 5',
  paths = ['/healthz', '/readiness'],
): string => `
livenessProbe: { httpGet: { path: ${paths[0]}, port: http } }
readinessProbe: { httpGet: { path: ${paths[1]}, port: http }, ${readiness} }`

/** Checks a Deployment of one container against a configuration. */
export function lintContainer(
  given: ApplicationConfig,
  container: string,
  pod = '',
): readonly Finding[] {
  return lintText(deployment(container, pod), given)
}
