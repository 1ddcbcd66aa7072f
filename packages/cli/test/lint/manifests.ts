import type { ApplicationConfig } from '../../src/lint/application-config.ts'
import type { Finding } from '../../src/lint/finding.ts'
import { lint } from '../../src/lint/lint.ts'

/**
 * Returns a Deployment of one container. `container` and `pod` are YAML lines of the container and
 * of the pod.
 */
export function deployment(container: string, pod = '', image = 'registry.example/app:1'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
${indent(pod, 6)}
      containers:
        - name: app
          image: ${image}
          ports:
            - name: http
              containerPort: 8000
${indent(container, 10)}
`
}

function indent(lines: string, spaces: number): string {
  return lines.trim().replaceAll(/^/gm, ' '.repeat(spaces))
}

/** A valid readiness probe, for tests of other fields. */
export const ready = 'readinessProbe: { httpGet: { path: /readiness, port: http } }'

/** Returns each finding as `path rule`. The path begins at the container. */
export function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ field, rule }) =>
    `${field.replace(/^.*containers\[0\]\.?/i, '')} ${rule}`.trim(),
  )
}

export function lintText(text: string, config?: ApplicationConfig): readonly Finding[] {
  return lint([{ file: 'k8s.yaml', text }], config === undefined ? {} : { config })
}

/** An `httpGet` action. */
export const http = (path: string): string => `httpGet: { path: "${path}", port: http }`

/** Checks a Deployment whose container has a valid readiness probe and this liveness probe. */
export function lintLiveness(probe: string, image?: string): readonly Finding[] {
  return lintText(deployment(`${ready}\nlivenessProbe: { ${probe} }`, '', image))
}
