import { type Entry, workload } from './entry.ts'

/** Service meshes. */
export const mesh: readonly Entry[] = [
  {
    source: 'istio/istio, prow/config/calico.yaml, calico-node',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: registry.istio.io/testing/calico/node:v3.27.0, livenessProbe: { exec: { command: [ /bin/calico-node, -felix-live, -bird-live ] }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ /bin/calico-node, -felix-ready, -bird-ready ] }, periodSeconds: 10, timeoutSeconds: 10 }, lifecycle: { preStop: { exec: { command: [ /bin/calico-node, -shutdown ] } } }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 0, hostNetwork: true' },
    ),
    useful: ['terminationGracePeriodSeconds grace-too-short'],
  },
  {
    source: 'istio/istio, samples/addons/loki.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: docker.io/grafana/loki:3.6.7, ports: [ { name: http-metrics, containerPort: 3100 }, { name: grpc, containerPort: 9095 }, { name: http-memberlist, containerPort: 7946 } ], readinessProbe: { failureThreshold: 3, httpGet: { path: /ready, port: http-metrics }, initialDelaySeconds: 15, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }',
      ],
      { kind: 'StatefulSet', pod: 'terminationGracePeriodSeconds: 30' },
    ),
  },
  {
    source: 'istio/istio, prow/config/calico.yaml, calico-kube-controllers',
    version: '2026-08-22',
    manifest: workload([
      'image: registry.istio.io/testing/calico/kube-controllers:v3.27.0, livenessProbe: { exec: { command: [ /usr/bin/check-status, -l ] }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ /usr/bin/check-status, -r ] }, periodSeconds: 10 }',
    ]),
  },
  {
    source: 'istio/istio, prow/config/metrics/metrics.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: registry.k8s.io/metrics-server/metrics-server:v0.7.1, ports: [ { name: https, containerPort: 10250 } ], startupProbe: { httpGet: { path: /readyz, port: https, scheme: HTTPS }, failureThreshold: 600, initialDelaySeconds: 0, periodSeconds: 1 }, livenessProbe: { failureThreshold: 3, httpGet: { path: /livez, port: https, scheme: HTTPS }, periodSeconds: 10 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /readyz, port: https, scheme: HTTPS }, initialDelaySeconds: 0, periodSeconds: 10 }',
    ]),
    useful: ['startupProbe.httpGet.path startup-checks-readiness'],
  },
  {
    source: 'istio/istio, samples/addons/extras/prometheus-secure-metrics.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'name: prometheus-server-configmap-reload, image: ghcr.io/prometheus-operator/prometheus-config-reloader:v0.89.0, ports: [ { name: metrics, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /healthz, port: metrics, scheme: HTTP }, initialDelaySeconds: 2, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /healthz, port: metrics, scheme: HTTP }, periodSeconds: 10 }',
        'name: prometheus-server, image: docker.io/prom/prometheus:v3.10.0, ports: [ { containerPort: 9090 } ], livenessProbe: { httpGet: { path: /-/healthy, port: 9090, scheme: HTTP }, initialDelaySeconds: 30, periodSeconds: 15, timeoutSeconds: 10, failureThreshold: 3, successThreshold: 1 }, readinessProbe: { httpGet: { path: /-/ready, port: 9090, scheme: HTTP }, initialDelaySeconds: 0, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 3, successThreshold: 1 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 300' },
    ),
    useful: ['containers[1].livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'istio/istio, samples/addons/extras/skywalking.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: docker.io/apache/skywalking-oap-server:9.7.0, readinessProbe: { exec: { command: [ /skywalking/bin/swctl, health ] }, initialDelaySeconds: 30, periodSeconds: 5 }',
    ]),
  },
  {
    source: 'istio/istio, samples/addons/grafana.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: docker.io/grafana/grafana:12.0.1, ports: [ { name: grafana, containerPort: 3000 }, { name: gossip-tcp, containerPort: 9094 }, { name: gossip-udp, containerPort: 9094 }, { name: profiling, containerPort: 6060 } ], livenessProbe: { failureThreshold: 10, httpGet: { path: /api/health, port: 3000 }, initialDelaySeconds: 60, timeoutSeconds: 30 }, readinessProbe: { httpGet: { path: /api/health, port: 3000 } }',
    ]),
    useful: [
      'livenessProbe.httpGet.path liveness-checks-dependency',
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'livenessProbe.timeoutSeconds timeout-above-period',
    ],
  },
  {
    source: 'istio/istio, samples/addons/jaeger.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: docker.io/jaegertracing/jaeger:2.17.0, livenessProbe: { httpGet: { path: /status, port: 13133 } }, readinessProbe: { httpGet: { path: /status, port: 13133 } }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request': 'Jaeger stores its traces in memory here.',
    },
  },
  {
    source: 'istio/istio, samples/addons/kiali.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/kiali/kiali:v2.27, ports: [ { name: api-port, containerPort: 20001 }, { name: http-metrics, containerPort: 9090 } ], startupProbe: { httpGet: { path: /kiali/healthz, port: api-port, scheme: HTTP }, failureThreshold: 6, initialDelaySeconds: 30, periodSeconds: 10 }, livenessProbe: { httpGet: { path: /kiali/healthz, port: api-port, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 30 }, readinessProbe: { httpGet: { path: /kiali/healthz, port: api-port, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 30 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'Kiali answers without a request to its dependencies.',
    },
  },
  {
    source: 'istio/istio, samples/health-check/liveness-http-same-port.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: registry.istio.io/release/health:example, ports: [ { containerPort: 8001 } ], livenessProbe: { httpGet: { path: /foo, port: 8001 }, initialDelaySeconds: 5, periodSeconds: 5 }',
    ]),
    useful: ['no-readiness'],
  },
  {
    source: 'istio/istio, samples/proxy-coredump/daemonset.yaml',
    version: '2026-08-22',
    manifest: workload(['image: docker.io/library/alpine, command: [ tail ]'], {
      kind: 'DaemonSet',
      pod: 'hostNetwork: true',
    }),
  },
  {
    source: 'istio/istio, samples/ratelimit/rate-limit-service.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: docker.io/envoyproxy/ratelimit:30a4ce1a, ports: [ { containerPort: 8080 }, { containerPort: 8081 }, { containerPort: 6070 } ], command: [ /bin/ratelimit ]',
    ]),
    useful: ['no-readiness'],
  },
]
