import type { ApplicationConfig } from '../../src/lint/application-config.ts'
import type { Finding } from '../../src/lint/finding.ts'
import { lint } from '../../src/lint/lint.ts'

/** A Deployment of one container whose probes and hooks are these lines, and whose pod has those. */
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

/** A readiness probe that nobody objects to, for manifests that are about something else. */
export const ready = 'readinessProbe: { httpGet: { path: /readiness, port: http } }'

/** Findings in short, `path rule`, where the path is that in the container. */
export function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ field, rule }) =>
    `${field.replace(/^.*containers\[0\]\.?/i, '')} ${rule}`.trim(),
  )
}

export function lintText(text: string, declaration?: ApplicationConfig): readonly Finding[] {
  return lint(
    [{ file: 'k8s.yaml', text }],
    declaration === undefined ? {} : { config: declaration },
  )
}
