import { type Entry, workload } from './entry.ts'

/** Knative and its samples. */
export const knative: readonly Entry[] = [
  {
    source:
      'knative/docs, code-samples/community/serving/machinelearning-python-bentoml/service.yaml',
    version: '2026-06-15',
    manifest: workload(
      [
        'image: "docker.io/{username}/iris-classifier", ports: [ { containerPort: 5000 } ], livenessProbe: { httpGet: { path: /healthz }, initialDelaySeconds: 3, periodSeconds: 5 }, readinessProbe: { httpGet: { path: /healthz }, initialDelaySeconds: 3, periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 60 }',
      ],
      { api: 'serving.knative.dev/v1', kind: 'Service' },
    ),
    useful: ['readinessProbe.timeoutSeconds timeout-above-period'],
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The model server has no dependency, and the request fails only if its engine does.',
    },
  },
  {
    source: 'knative/docs, code-samples/serving/knative-routing-go/sample.yaml',
    version: '2026-06-15',
    manifest: workload(
      [
        'image: github.com/knative/docs/code-samples/serving/knative-routing-go, readinessProbe: { httpGet: { path: / }, initialDelaySeconds: 3 }',
      ],
      { api: 'serving.knative.dev/v1', kind: 'Service' },
    ),
  },
  {
    source: 'knative/eventing, config/brokers/mt-channel-broker/deployments/broker-filter.yaml',
    version: '2026-06-17',
    manifest: workload([
      'image: ko://knative.dev/eventing/cmd/broker/filter, ports: [ { name: http, containerPort: 8080 }, { name: https, containerPort: 8443 }, { name: metrics, containerPort: 9092 } ], livenessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 8080, scheme: HTTP }, periodSeconds: 2, successThreshold: 1, timeoutSeconds: 1, initialDelaySeconds: 5 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 8080, scheme: HTTP }, periodSeconds: 2, successThreshold: 1, timeoutSeconds: 1 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'knative/eventing, config/brokers/mt-channel-broker/deployments/controller.yaml',
    version: '2026-06-17',
    manifest: workload([
      'image: ko://knative.dev/eventing/cmd/mtchannel_broker, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: probes, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /health, port: probes, scheme: HTTP }, initialDelaySeconds: 20, periodSeconds: 10, timeoutSeconds: 5 }, readinessProbe: { httpGet: { path: /readiness, port: probes, scheme: HTTP }, initialDelaySeconds: 20, periodSeconds: 10, timeoutSeconds: 5 }',
    ]),
  },
  {
    source: 'knative/eventing, config/channels/in-memory-channel/deployments/controller.yaml',
    version: '2026-06-17',
    manifest: workload(
      [
        'image: ko://knative.dev/eventing/cmd/in_memory/channel_controller, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: https-webhook, containerPort: 8443 } ], livenessProbe: { periodSeconds: 1, httpGet: { scheme: HTTPS, port: 8443, httpHeaders: [ { name: k-kubelet-probe, value: webhook } ] }, initialDelaySeconds: 120 }, readinessProbe: { periodSeconds: 1, httpGet: { scheme: HTTPS, port: 8443, httpHeaders: [ { name: k-kubelet-probe, value: webhook } ] } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 300' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
    unhelpful: {
      'livenessProbe.httpGet same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'knative/eventing, docs/sink/jobsink-failure.yaml',
    version: '2026-06-17',
    manifest: workload(['image: docker.io/library/bash:5, command: [ bash ]'], {
      api: 'sinks.knative.dev/v1alpha1',
      kind: 'JobSink',
      path: 'spec.job.spec.template.spec',
      pod: 'restartPolicy: Never',
    }),
  },
  {
    source: 'knative/serving, config/core/deployments/activator.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: ko://knative.dev/serving/cmd/activator, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: http1, containerPort: 8012 }, { name: h2c, containerPort: 8013 } ], livenessProbe: { httpGet: { port: 8012 }, periodSeconds: 10, failureThreshold: 12, initialDelaySeconds: 15 }, readinessProbe: { httpGet: { port: 8012 }, periodSeconds: 5, failureThreshold: 5 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 600' },
    ),
    useful: ['livenessProbe.httpGet same-request'],
  },
  {
    source: 'knative/serving, config/core/deployments/autoscaler.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: ko://knative.dev/serving/cmd/autoscaler, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: websocket, containerPort: 8080 } ], livenessProbe: { httpGet: { port: 8080 }, failureThreshold: 6 }, readinessProbe: { httpGet: { port: 8080 } }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'knative/serving, config/core/deployments/controller.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: ko://knative.dev/serving/cmd/controller, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: probes, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /health, port: probes, scheme: HTTP }, periodSeconds: 5, failureThreshold: 6 }, readinessProbe: { httpGet: { path: /readiness, port: probes, scheme: HTTP }, periodSeconds: 5, failureThreshold: 3 }',
    ]),
  },
  {
    source: 'knative/serving, config/hpa-autoscaling/controller.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: ko://knative.dev/serving/cmd/autoscaler-hpa, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: probes, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /health, port: probes, scheme: HTTP }, periodSeconds: 5, failureThreshold: 5 }, readinessProbe: { httpGet: { path: /readiness, port: probes, scheme: HTTP }, periodSeconds: 5, failureThreshold: 5 }',
    ]),
  },
  {
    source: 'knative/serving, config/post-install/default-domain.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: ko://knative.dev/serving/cmd/default-domain, ports: [ { name: http, containerPort: 8080 } ], livenessProbe: { httpGet: { port: 8080 }, failureThreshold: 6 }, readinessProbe: { httpGet: { port: 8080 } }',
      ],
      { api: 'batch/v1', kind: 'Job', pod: 'restartPolicy: Never' },
    ),
  },
]
