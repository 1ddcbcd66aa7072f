import { type Entry, workload } from './entry.ts'

/** Platforms for machine learning. */
export const machineLearning: readonly Entry[] = [
  {
    source:
      'kubeflow/manifests, applications/pipeline/upstream/third-party/metacontroller/base/stateful-set.yaml',
    version: '2026-04-05',
    manifest: workload(
      [
        'image: ghcr.io/metacontroller/metacontroller:v4.11.22, command: [ /usr/bin/metacontroller ], livenessProbe: { httpGet: { port: 8081, path: /healthz } }, readinessProbe: { httpGet: { port: 8081, path: /readyz } }',
      ],
      { kind: 'StatefulSet' },
    ),
  },
  {
    source: 'kubeflow/manifests, applications/centraldashboard/upstream/base/deployment.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: ghcr.io/kubeflow/kubeflow/central-dashboard, ports: [ { containerPort: 8082 } ], livenessProbe: { httpGet: { path: /healthz, port: 8082 }, initialDelaySeconds: 30, periodSeconds: 30 }',
    ]),
    useful: ['no-readiness'],
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source:
      'kubeflow/manifests, applications/jupyter/notebook-controller/upstream/manager/manager.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: ghcr.io/kubeflow/kubeflow/notebook-controller, command: [ /manager ], livenessProbe: { httpGet: { path: /healthz, port: 8081 }, initialDelaySeconds: 5, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /readyz, port: 8081 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
  },
  {
    source: 'kubeflow/manifests, applications/katib/upstream/components/controller/controller.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: ghcr.io/kubeflow/katib/katib-controller, ports: [ { name: webhook, containerPort: 8443 }, { name: metrics, containerPort: 8080 }, { name: healthz, containerPort: 18080 } ], command: [ ./katib-controller ], livenessProbe: { httpGet: { path: /healthz, port: healthz } }, readinessProbe: { httpGet: { path: /readyz, port: healthz } }',
    ]),
  },
  {
    source: 'kubeflow/manifests, applications/katib/upstream/components/db-manager/db-manager.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: ghcr.io/kubeflow/katib/katib-db-manager, ports: [ { name: api, containerPort: 6789 } ], command: [ ./katib-db-manager ], livenessProbe: { grpc: { port: 6789 }, initialDelaySeconds: 10, periodSeconds: 60, failureThreshold: 5 }',
    ]),
    useful: ['no-readiness'],
  },
  {
    source:
      'kubeflow/manifests, applications/model-registry/upstream/base/model-registry-deployment.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: ghcr.io/kubeflow/model-registry/server:latest, ports: [ { name: http-api, containerPort: 8080 } ], command: [ /model-registry, proxy ], startupProbe: { initialDelaySeconds: 10, periodSeconds: 5, httpGet: { path: /readyz/isDirty, port: http-api }, timeoutSeconds: 5, failureThreshold: 6 }, livenessProbe: { initialDelaySeconds: 30, periodSeconds: 10, httpGet: { path: /readyz/isDirty, port: http-api }, timeoutSeconds: 5, failureThreshold: 3 }, readinessProbe: { initialDelaySeconds: 5, periodSeconds: 10, httpGet: { path: /readyz/health, port: http-api }, timeoutSeconds: 5, failureThreshold: 3 }',
    ]),
    useful: [
      'startupProbe.httpGet.path startup-checks-readiness',
      'livenessProbe.httpGet.path liveness-checks-readiness',
    ],
  },
  {
    source:
      'kubeflow/manifests, applications/model-registry/upstream/options/catalog/base/deployment.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: ghcr.io/kubeflow/model-registry/server:latest, ports: [ { name: http-api, containerPort: 8080 } ], command: [ /model-registry, catalog ], livenessProbe: { initialDelaySeconds: 30, periodSeconds: 5, tcpSocket: { port: http-api }, timeoutSeconds: 2 }, readinessProbe: { initialDelaySeconds: 3, periodSeconds: 5, tcpSocket: { port: http-api }, timeoutSeconds: 2 }',
    ]),
    useful: ['livenessProbe same-request', 'livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source:
      'kubeflow/manifests, applications/model-registry/upstream/options/ui/base/model-registry-ui-deployment.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: model-registry-ui, ports: [ { containerPort: 8080 } ], livenessProbe: { httpGet: { path: /healthcheck, port: 8080, scheme: HTTP }, initialDelaySeconds: 30, timeoutSeconds: 15, periodSeconds: 30, successThreshold: 1, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /healthcheck, port: 8080, scheme: HTTP }, initialDelaySeconds: 15, timeoutSeconds: 15, periodSeconds: 30, successThreshold: 1, failureThreshold: 3 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'ray-project/kuberay, ray-operator/config/samples/ray-cluster.head-command.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'image: rayproject/ray:2.52.0, ports: [ { name: gcs-server, containerPort: 6379 }, { name: dashboard, containerPort: 8265 }, { name: client, containerPort: 10001 } ], command: [ echo 123 ], lifecycle: { postStart: { exec: { command: [ /bin/sh, -c, /home/ray/samples/ray_cluster_resources.sh ] } } }',
      ],
      { api: 'ray.io/v1', kind: 'RayCluster', path: 'spec.headGroupSpec.template.spec' },
    ),
  },
  {
    source: 'ray-project/kuberay, apiserver/deploy/base/insecure/apiserver.yaml',
    version: '2026-08-19',
    manifest: workload([
      'image: kuberay/apiserver, ports: [ { name: http, containerPort: 8888 }, { name: grpc, containerPort: 8887 } ], livenessProbe: { httpGet: { path: /healthz, port: http } }, readinessProbe: { httpGet: { path: /healthz, port: http } }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The API server of Kubernetes is its only dependency.',
    },
  },
  {
    source: 'ray-project/kuberay, ray-operator/config/manager/manager.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'image: kuberay/operator, ports: [ { name: http, containerPort: 8080 } ], command: [ /manager ], livenessProbe: { httpGet: { path: /metrics, port: http }, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 5 }, readinessProbe: { httpGet: { path: /metrics, port: http }, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 5 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 10' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request': 'An operator receives no requests of users.',
    },
  },
  {
    source: 'ray-project/kuberay, ray-operator/config/samples/ray-cluster.persistent-redis.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'image: redis:7.4.0, ports: [ { containerPort: 6379 } ], command: [ sh, -c, redis-server /usr/local/etc/redis/redis.conf ]',
      ],
      { kind: 'StatefulSet' },
    ),
    useful: ['no-readiness'],
  },
  {
    source: 'ray-project/kuberay, historyserver/config/historyserver-azureblob.yaml',
    version: '2026-08-19',
    manifest: workload([
      'image: historyserver:v0.1.0, ports: [ { containerPort: 8080 } ], command: [ historyserver, --storage-backend=azureblob ]',
    ]),
    useful: ['no-readiness'],
  },
  {
    source: 'ray-project/kuberay, ray-operator/config/samples/ray-service.high-availability.yaml',
    version: '2026-08-19',
    manifest: workload(['image: rayproject/ray:2.52.0, command: [ /bin/bash, -c, -- ]'], {
      api: 'v1',
      kind: 'Pod',
    }),
  },
]
