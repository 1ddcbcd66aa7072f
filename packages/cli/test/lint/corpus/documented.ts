import { type Entry, workload } from './entry.ts'

const port = 'ports: [{ name: http, containerPort: 8080 }]'
const ready = 'readinessProbe: { httpGet: { path: /health, port: http } }'

/** Manifests that documentation describes. */
export const documented: readonly Entry[] = [
  {
    source: 'helm/helm-www, docs/helm/helm_install.md, --set-string',
    version: '3.19',
    manifest: workload([
      `image: registry.example/app:1, ${port}, livenessProbe: { httpGet: { path: /healthz, port: http }, timeoutSeconds: "5" }, ${ready}`,
    ]),
    useful: ['livenessProbe.timeoutSeconds whole-seconds'],
  },
  {
    source: 'kubernetes/kubernetes, pkg/apis/core/v1/defaults.go',
    version: '1.35',
    manifest: workload([
      `image: registry.example/app:1, ${port}, livenessProbe: { httpGet: { path: /healthz, port: http }, failureThreshold: 0, timeoutSeconds: 5 }, ${ready}`,
    ]),
    useful: ['livenessProbe.failureThreshold zero-is-default'],
  },
  {
    source: 'kubernetes/enhancements, grpc probes with TLS',
    version: '1.37',
    manifest: workload([
      'image: registry.example/app:1, ports: [{ containerPort: 9000 }], livenessProbe: { grpc: { port: 9000, mode: TLS } }, readinessProbe: { grpc: { port: 9000, service: ready, mode: TLS } }',
    ]),
    useful: ['livenessProbe.grpc.mode newer-field', 'readinessProbe.grpc.mode newer-field'],
  },
]
