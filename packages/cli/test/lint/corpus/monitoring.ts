import { type Entry, workload } from './entry.ts'

/** Metrics and traces. */
export const monitoring: readonly Entry[] = [
  {
    source:
      'jaegertracing/jaeger-operator, bundle/manifests/jaeger-operator.clusterserviceversion.yaml',
    version: '2025-05-06',
    manifest: workload(
      [
        'image: quay.io/jaegertracing/jaeger-operator:1.65.0, ports: [ { name: webhook-server, containerPort: 9443 } ], command: [ /jaeger-operator ], livenessProbe: { httpGet: { path: /healthz, port: 8081 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /readyz, port: 8081 }, initialDelaySeconds: 5, periodSeconds: 10 }',
      ],
      {
        api: 'operators.coreos.com/v1alpha1',
        kind: 'ClusterServiceVersion',
        path: 'spec.install.spec.deployments.0.spec.template.spec',
        pod: 'terminationGracePeriodSeconds: 10',
      },
    ),
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector/examples/daemonset-and-deployment/rendered/daemonset.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.158.0, ports: [ { name: jaeger-compact, containerPort: 6831 }, { name: jaeger-grpc, containerPort: 14250 }, { name: jaeger-thrift, containerPort: 14268 }, { name: otlp, containerPort: 4317 }, { name: otlp-http, containerPort: 4318 }, { name: zipkin, containerPort: 9411 } ], command: [ /otelcol-k8s ], livenessProbe: { httpGet: { path: /, port: 13133 } }, readinessProbe: { httpGet: { path: /, port: 13133 } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 30, hostNetwork: false' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The health extension of the collector has one endpoint.',
    },
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector/examples/daemonset-lifecycle-hooks/rendered/daemonset.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.158.0, ports: [ { name: jaeger-compact, containerPort: 6831 }, { name: jaeger-grpc, containerPort: 14250 }, { name: jaeger-thrift, containerPort: 14268 }, { name: otlp, containerPort: 4317 }, { name: otlp-http, containerPort: 4318 }, { name: zipkin, containerPort: 9411 } ], command: [ /otelcol-k8s ], livenessProbe: { httpGet: { path: /, port: 13133 } }, readinessProbe: { httpGet: { path: /, port: 13133 } }, lifecycle: { preStop: { exec: { command: [ /test/sleep, "5" ] } } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 30, hostNetwork: false' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The health extension of the collector has one endpoint.',
    },
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector/examples/statefulset-only/rendered/statefulset.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.158.0, ports: [ { name: jaeger-compact, containerPort: 6831 }, { name: jaeger-grpc, containerPort: 14250 }, { name: jaeger-thrift, containerPort: 14268 }, { name: otlp, containerPort: 4317 }, { name: otlp-http, containerPort: 4318 }, { name: zipkin, containerPort: 9411 } ], command: [ /otelcol-k8s ], livenessProbe: { httpGet: { path: /, port: 13133 } }, readinessProbe: { httpGet: { path: /, port: 13133 } }',
      ],
      { kind: 'StatefulSet', pod: 'terminationGracePeriodSeconds: 30, hostNetwork: false' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The health extension of the collector has one endpoint.',
    },
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-demo/examples/bring-your-own-observability/rendered/opensearch/statefulset.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: opensearchproject/opensearch:3.7.0, ports: [ { name: http, containerPort: 9200 }, { name: transport, containerPort: 9300 }, { name: metrics, containerPort: 9600 } ], startupProbe: { failureThreshold: 30, initialDelaySeconds: 5, periodSeconds: 10, tcpSocket: { port: 9200 }, timeoutSeconds: 3 }, readinessProbe: { failureThreshold: 3, periodSeconds: 5, tcpSocket: { port: 9200 }, timeoutSeconds: 3 }',
      ],
      { kind: 'StatefulSet', pod: 'terminationGracePeriodSeconds: 120' },
    ),
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-target-allocator/examples/statefulset-with-pvc/rendered/statefulset.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: ghcr.io/open-telemetry/opentelemetry-operator/target-allocator:0.158.0, ports: [ { name: http-port, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /livez, port: 8080 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /readyz, port: 8080 }, initialDelaySeconds: 5, periodSeconds: 10 }',
      ],
      { kind: 'StatefulSet' },
    ),
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-collector/examples/alternate-config/rendered/deployment.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.158.0, ports: [ { name: jaeger-compact, containerPort: 6831 }, { name: jaeger-grpc, containerPort: 14250 }, { name: jaeger-thrift, containerPort: 14268 }, { name: otlp, containerPort: 4317 }, { name: otlp-http, containerPort: 4318 }, { name: zipkin, containerPort: 9411 } ], command: [ /otelcol-k8s ], livenessProbe: { httpGet: { path: /, port: 13133 } }, readinessProbe: { httpGet: { path: /, port: 13133 } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 30, hostNetwork: false' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The health extension of the collector has one endpoint.',
    },
  },
  {
    source:
      'open-telemetry/opentelemetry-helm-charts, charts/opentelemetry-demo/examples/custom-environment-variables/rendered/grafana/deployment.yaml',
    version: '2026-08-20',
    manifest: workload([
      'name: grafana-sc-alerts, image: quay.io/kiwigrid/k8s-sidecar:2.8.1',
      'name: grafana-sc-dashboard, image: quay.io/kiwigrid/k8s-sidecar:2.8.1',
      'name: grafana-sc-datasources, image: quay.io/kiwigrid/k8s-sidecar:2.8.1',
      'name: grafana, image: docker.io/grafana/grafana:13.1.0, ports: [ { name: grafana, containerPort: 3000 }, { name: gossip-tcp, containerPort: 9094 }, { name: gossip-udp, containerPort: 9094 }, { name: profiling, containerPort: 6060 } ], livenessProbe: { failureThreshold: 10, httpGet: { path: /api/health, port: grafana }, initialDelaySeconds: 60, timeoutSeconds: 30 }, readinessProbe: { httpGet: { path: /api/health, port: grafana } }',
    ]),
    useful: [
      'containers[3].livenessProbe.httpGet.path liveness-checks-dependency',
      'containers[3].livenessProbe.initialDelaySeconds no-startup-probe',
      'containers[3].livenessProbe.timeoutSeconds timeout-above-period',
    ],
  },
  {
    source: 'prometheus-operator/kube-prometheus, manifests/grafana-deployment.yaml',
    version: '2026-08-10',
    manifest: workload([
      'image: grafana/grafana:13.1.3, ports: [ { name: http, containerPort: 3000 } ], readinessProbe: { httpGet: { path: /api/health, port: http } }',
    ]),
  },
  {
    source: 'prometheus-operator/kube-prometheus, manifests/prometheusAdapter-deployment.yaml',
    version: '2026-08-10',
    manifest: workload([
      'image: registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0, ports: [ { name: https, containerPort: 6443 } ], startupProbe: { failureThreshold: 18, httpGet: { path: /livez, port: https, scheme: HTTPS }, periodSeconds: 10 }, livenessProbe: { failureThreshold: 5, httpGet: { path: /livez, port: https, scheme: HTTPS }, periodSeconds: 5 }, readinessProbe: { failureThreshold: 5, httpGet: { path: /readyz, port: https, scheme: HTTPS }, periodSeconds: 5 }',
    ]),
  },
]
