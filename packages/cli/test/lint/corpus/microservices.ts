import { type Entry, workload } from './entry.ts'

/** A shop of microservices. */
export const microservices: readonly Entry[] = [
  {
    source: 'GoogleCloudPlatform/microservices-demo, kubernetes-manifests/adservice.yaml',
    version: '2026-08-11',
    manifest: workload(
      [
        'image: adservice, ports: [ { containerPort: 9555 } ], livenessProbe: { initialDelaySeconds: 20, periodSeconds: 15, grpc: { port: 9555 } }, readinessProbe: { initialDelaySeconds: 20, periodSeconds: 15, grpc: { port: 9555 } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 5' },
    ),
    unhelpful: {
      'livenessProbe same-request':
        'The service has no dependency, and its health service checks only the process.',
    },
  },
  {
    source: 'GoogleCloudPlatform/microservices-demo, kubernetes-manifests/cartservice.yaml',
    version: '2026-08-11',
    manifest: workload(
      [
        'image: cartservice, ports: [ { containerPort: 7070 } ], livenessProbe: { initialDelaySeconds: 15, periodSeconds: 10, grpc: { port: 7070 } }, readinessProbe: { initialDelaySeconds: 15, grpc: { port: 7070 } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 5' },
    ),
    useful: ['livenessProbe same-request'],
  },
  {
    source:
      'microservices-demo/microservices-demo, deploy/kubernetes/complete-demo.yaml, catalogue',
    version: '2023-12-05',
    manifest: workload([
      'image: weaveworksdemos/catalogue:0.3.5, ports: [ { containerPort: 80 } ], command: [ /app ], livenessProbe: { httpGet: { path: /health, port: 80 }, initialDelaySeconds: 300, periodSeconds: 3 }, readinessProbe: { httpGet: { path: /health, port: 80 }, initialDelaySeconds: 180, periodSeconds: 3 }',
    ]),
    useful: [
      'livenessProbe.httpGet.path same-request',
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
  },
  {
    source:
      'microservices-demo/microservices-demo, deploy/kubernetes/complete-demo.yaml, front-end',
    version: '2023-12-05',
    manifest: workload([
      'image: weaveworksdemos/front-end:0.3.12, ports: [ { containerPort: 8079 } ], livenessProbe: { httpGet: { path: /, port: 8079 }, initialDelaySeconds: 300, periodSeconds: 3 }, readinessProbe: { httpGet: { path: /, port: 8079 }, initialDelaySeconds: 30, periodSeconds: 3 }',
    ]),
    useful: [
      'livenessProbe.httpGet.path same-request',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
  },
  {
    source: 'microservices-demo/microservices-demo, deploy/kubernetes/manifests-jaeger/jaeger.yaml',
    version: '2023-12-05',
    manifest: workload([
      'image: jaegertracing/all-in-one, ports: [ { containerPort: 5775 }, { containerPort: 6831 }, { containerPort: 6832 }, { containerPort: 16686 }, { containerPort: 9411 } ], readinessProbe: { httpGet: { path: /, port: 16686 }, initialDelaySeconds: 5 }',
    ]),
  },
  {
    source:
      'microservices-demo/microservices-demo, deploy/kubernetes/manifests-monitoring/13-kube-state-dep.yaml',
    version: '2023-12-05',
    manifest: workload([
      'image: k8s.gcr.io/kube-state-metrics/kube-state-metrics:v2.1.0, ports: [ { name: http-metrics, containerPort: 8080 }, { name: telemetry, containerPort: 8081 } ], livenessProbe: { httpGet: { path: /healthz, port: 8080 }, initialDelaySeconds: 5, timeoutSeconds: 5 }, readinessProbe: { httpGet: { path: /, port: 8081 }, initialDelaySeconds: 5, timeoutSeconds: 5 }',
    ]),
  },
  {
    source:
      'microservices-demo/microservices-demo, deploy/kubernetes/manifests-monitoring/08-prometheus-exporter-disk-usage-ds.yaml',
    version: '2023-12-05',
    manifest: workload(
      [
        'name: read-du, image: giantswarm/tiny-tools',
        'name: caddy, image: dockermuenster/caddy:0.9.3, ports: [ { containerPort: 9102 } ], command: [ caddy, -port=9102, -root=/var/www ]',
      ],
      { kind: 'DaemonSet' },
    ),
    useful: ['no-readiness'],
  },
  {
    source:
      'microservices-demo/microservices-demo, deploy/kubernetes/manifests-alerting/alertmanager-dep.yaml',
    version: '2023-12-05',
    manifest: workload([
      'image: prom/alertmanager:latest, ports: [ { name: alertmanager, containerPort: 9093 } ], command: [ /bin/sh, /etc/alertmanager/configure_secret.sh ]',
    ]),
    useful: ['no-readiness'],
  },
]
