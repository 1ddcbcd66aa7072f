import { type Entry, workload } from './entry.ts'

const port = 'ports: [{ name: http, containerPort: 8080 }]'
const ready = 'readinessProbe: { httpGet: { path: /health, port: http } }'

/** Problems that users reported, and manifests of tests and documentation with rare fields. */
export const reported: readonly Entry[] = [
  {
    source: 'jacksontj/promxy, issue 372',
    version: '2021-01-12',
    manifest: workload([
      'image: quay.io/jacksontj/promxy:latest, ports: [{ containerPort: 8082 }], livenessProbe: { httpGet: { path: /-/healthy, port: web }, failureThreshold: 6, periodSeconds: 5, timeoutSeconds: 3 }, readinessProbe: { httpGet: { path: /-/ready, port: web }, failureThreshold: 120, periodSeconds: 5, timeoutSeconds: 3 }',
    ]),
    useful: [
      'livenessProbe liveness-before-readiness',
      'livenessProbe.httpGet.port unknown-port',
      'readinessProbe.httpGet.port unknown-port',
    ],
  },
  {
    source: 'fortify/helm3-charts, issue 35',
    version: '2024-10-11',
    manifest: workload(
      [
        'image: fortifydocker/lim:24.2, ports: [{ name: https, containerPort: 37562 }], livenessProbe: { tcpSocket: { port: http } }, readinessProbe: { httpGet: { path: /, port: http } }',
      ],
      { kind: 'StatefulSet' },
    ),
    useful: [
      'livenessProbe.tcpSocket.port unknown-port',
      'readinessProbe.httpGet.port unknown-port',
    ],
  },
  {
    source: 'cnych/kubernetes-learning, livenessprobe/liveness-readness.yaml',
    version: '2019-12-20',
    manifest: workload(
      [
        'image: cnych/goproxy:v0.1, ports: [{ containerPort: 8080 }], livenessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 3, perioidSeconds: 3 }',
      ],
      { api: 'v1', kind: 'Pod' },
    ),
    useful: ['readinessProbe.perioidSeconds schema'],
    unhelpful: {
      'livenessProbe same-request': 'The proxy has no dependency and no path for probes.',
    },
  },
  {
    source: 'planetlabs/draino, pull request 55',
    version: '2019-10-17',
    manifest: workload([
      'image: planetlabs/draino:latest, ports: [{ containerPort: 10002 }], livenessProbe: { httpGet: { path: /healthz, port: 10002, initialDelaySeconds: 30 } }',
    ]),
    useful: ['livenessProbe.httpGet.initialDelaySeconds schema'],
    unhelpful: { 'no-readiness': 'The controller receives no requests.' },
  },
  {
    source: 'helm/charts, stable/karma, pull request 14520',
    version: '2019-06-05',
    manifest: workload([
      `image: lmierzwa/karma:v0.37, ${port}, livenessProbe: { httpGet: { path: /health, port: http, initialDelaySeconds: 5, periodSeconds: 5 } }, readinessProbe: { httpGet: { path: /ready, port: http, initialDelaySeconds: 5, periodSeconds: 5 } }`,
    ]),
    useful: ['livenessProbe', 'readinessProbe'].flatMap((probe) => [
      `${probe}.httpGet.initialDelaySeconds schema`,
      `${probe}.httpGet.periodSeconds schema`,
    ]),
  },
  {
    source: 'IMIO/helm-plausible-analytics, issue 19',
    version: '0.3.0',
    manifest: workload([
      `image: plausible/analytics:v2, ${port}, livenessProbe: { httpGet: { path: /, port: http, initialDelaySeconds: 30 } }, ${ready}`,
    ]),
    useful: ['livenessProbe.httpGet.initialDelaySeconds schema'],
  },
  {
    source: 'helm/helm, issue 1775',
    version: '2017-01-02',
    manifest: workload([
      `image: bitnami/drupal:8, ${port}, livenessProbe: { httpGet: { path: /, port: http, initialDelaySeconds: 120, timeoutSeconds: 5 } }, readinessProbe: { httpGet: { path: /, port: http, initialDelaySeconds: 5, timeoutSeconds: 1 } }`,
    ]),
    useful: [
      'livenessProbe.httpGet.initialDelaySeconds schema',
      'livenessProbe.httpGet.path same-request',
      'livenessProbe.httpGet.timeoutSeconds schema',
      'readinessProbe.httpGet.initialDelaySeconds schema',
      'readinessProbe.httpGet.timeoutSeconds schema',
    ],
  },
  {
    source: 'kubeflow/manifests, apps/profiles/upstream/manager/manager.yaml, issue 2301',
    version: '2022-10-17',
    manifest:
      'kind: Deployment\nspec: { template: { spec: { containers: [{\n  image: kubeflownotebookswg/profile-controller, ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { path: /readyz, port: 9876 } },\n  livenessProbe: { httpGet: { path: /healthz, port: 9876 }, initialDelaySeconds: 15, periodSeconds: 20 },\n  livenessProbe: { httpGet: { path: /metrics, port: 8080 }, initialDelaySeconds: 30 } }] } } }',
    useful: ['livenessProbe duplicate-key', 'livenessProbe.initialDelaySeconds no-startup-probe'],
    wrong: {
      'readinessProbe.httpGet.port undeclared-port':
        'The controller listens on this port by default.',
    },
  },
  {
    source: 'helm/charts, stable/airflow, flower',
    version: '2020-11-13',
    manifest: workload([
      'image: apache/airflow:1.10.12, ports: [{ name: flower, containerPort: 5555 }], livenessProbe: { httpGet: { path: /, port: flower, httpHeaders: [{ name: Authorization, value: Basic dXNlcjpwYXNz }] }, initialDelaySeconds: 60, periodSeconds: 30 }, readinessProbe: { tcpSocket: { port: flower } }',
    ]),
    useful: [
      'livenessProbe.httpGet.httpHeaders[0].value secret-in-probe',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
  },
  {
    source: 'kubernetes/kubernetes, issue 43784',
    version: '2020-06-18',
    manifest: workload(
      [
        'image: k8s.gcr.io/kube-apiserver:v1.17, livenessProbe: { failureThreshold: 8, httpGet: { host: 10.0.0.10, path: /healthz, port: 6443, scheme: HTTPS, httpHeaders: [{ name: Authorization, value: Bearer eyJhbGciOiJ }] }, initialDelaySeconds: 15, timeoutSeconds: 15 }',
      ],
      { api: 'v1', kind: 'Pod', pod: 'hostNetwork: true' },
    ),
    useful: [
      'livenessProbe.httpGet.httpHeaders[0].value secret-in-probe',
      'livenessProbe.timeoutSeconds timeout-above-period',
    ],
  },
  {
    source: 'kubernetes/kubernetes, cluster/gce/manifests/kube-scheduler.manifest',
    version: '1.18',
    manifest: workload(
      [
        'image: k8s.gcr.io/kube-scheduler:v1.18, livenessProbe: { httpGet: { host: 127.0.0.1, path: /healthz, port: 10251 }, initialDelaySeconds: 15, timeoutSeconds: 15 }',
      ],
      { api: 'v1', kind: 'Pod', pod: 'hostNetwork: true' },
    ),
    useful: ['livenessProbe.timeoutSeconds timeout-above-period'],
  },
  {
    source: 'networkservicemesh/networkservicemesh, pull request 2041',
    version: '2020-01-10',
    manifest: workload(
      [
        'image: networkservicemesh/nsmd:v0.2, livenessProbe: { httpGet: { host: 127.0.0.1, path: /liveness, port: 5555 }, initialDelaySeconds: 10, periodSeconds: 3, timeoutSeconds: 3 }, readinessProbe: { httpGet: { host: 127.0.0.1, path: /readiness, port: 5555 }, initialDelaySeconds: 10, periodSeconds: 3, timeoutSeconds: 3 }',
      ],
      { kind: 'DaemonSet' },
    ),
    useful: [
      'livenessProbe.httpGet.host loopback-host',
      'readinessProbe.httpGet.host loopback-host',
    ],
  },
  {
    source: 'gitlabhq/gitlabhq, doc/user/admin_area/monitoring/health_check.md',
    version: '9.5',
    manifest: workload([
      `image: gitlab/gitlab-ce:9.5.0-ce.0, ${port}, livenessProbe: { httpGet: { path: "/-/liveness?token=bdbf2f0f4b8c", port: http } }, readinessProbe: { httpGet: { path: "/-/readiness?token=bdbf2f0f4b8c", port: http } }`,
    ]),
    useful: [
      'livenessProbe.httpGet.path secret-in-url',
      'readinessProbe.httpGet.path secret-in-url',
    ],
  },
  {
    source: 'bitnami/charts, bitnami/influxdb',
    version: '7.1.17',
    manifest: workload([
      'image: docker.io/bitnami/influxdb:3, ports: [{ name: http, containerPort: 8181 }], livenessProbe: { tcpSocket: { port: http }, initialDelaySeconds: 180, periodSeconds: 45, timeoutSeconds: 30, failureThreshold: 6 }, readinessProbe: { exec: { command: [bash, -c, "timeout 29s curl -sSL -H \\"Authorization: Bearer $INFLUXDB_ADMIN_TOKEN\\" http://127.0.0.1:8181/health"] }, initialDelaySeconds: 60, periodSeconds: 45, timeoutSeconds: 30, failureThreshold: 6 }',
    ]),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.exec.command curl-without-fail',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
  },
  {
    source: 'argoproj/argo-workflows, test/e2e/manifests/components/base/minio-deployment.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: minio/minio:latest, ports: [{ containerPort: 9000 }], lifecycle: { postStart: { exec: { command: [mkdir, -p, /data/my-bucket, "&&", mkdir, -p, /data/my-bucket-2] } } }, readinessProbe: { httpGet: { path: /minio/health/ready, port: 9000 }, initialDelaySeconds: 5, periodSeconds: 10 }, livenessProbe: { httpGet: { path: /minio/health/live, port: 9000 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    useful: ['lifecycle.postStart.exec.command no-shell'],
  },
  {
    source: 'kubeflow/manifests, applications/katib/upstream/components/mysql/mysql.yaml',
    version: '2026-04-05',
    manifest: workload([
      'image: mysql:8.0, ports: [{ name: dbapi, containerPort: 3306 }], readinessProbe: { exec: { command: [/bin/bash, -c, "mysql -h 127.0.0.1 -D katib -u root -p$MYSQL_ROOT_PASSWORD -e \'SELECT 1\'"] }, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 10 }, livenessProbe: { exec: { command: [/bin/bash, -c, "mysql -h 127.0.0.1 -D katib -u root -p$MYSQL_ROOT_PASSWORD -e \'SELECT 1\'"] }, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 10 }',
    ]),
    useful: ['livenessProbe default-exec-timeout', 'readinessProbe default-exec-timeout'],
  },
  {
    source: 'istio/istio, common/scripts/metallb-native.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/metallb/controller:v0.13, ports: [{ name: monitoring, containerPort: 7472 }], livenessProbe: { httpGet: { path: /metrics, port: monitoring }, initialDelaySeconds: 10 }, readinessProbe: { httpGet: { path: /metrics, port: monitoring }, initialDelaySeconds: 10 }, startupProbe: { httpGet: { path: /metrics, port: monitoring }, initialDelaySeconds: 1, periodSeconds: 1 }',
    ]),
    useful: ['startupProbe startup-too-short'],
  },
  {
    source: 'istio/istio, pkg/kube/inject/testdata/inject/hello-probes.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: google-samples/hello-go-gke:1.0, ports: [{ name: http, containerPort: 80 }], livenessProbe: { httpGet: { port: http } }, readinessProbe: { httpGet: { port: 3333 } }, lifecycle: { preStop: { httpGet: { port: 91 } }, postStart: { tcpSocket: { port: 93 } } }',
    ]),
    useful: [
      'lifecycle.postStart.tcpSocket hook-never-runs',
      'readinessProbe.httpGet.port undeclared-port',
    ],
  },
  {
    source: 'helm/charts, incubator/honeydipper',
    version: '0.1.3',
    manifest: workload([
      `image: honeydipper/honeydipper:1.0.0, ${port}, livenessProbe: { httpGet: { path: /hz/alive, port: 8080 }, initialDelaySeconds: 20, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /hz/alive, port: 8080 }, initialDelaySeconds: 20, periodSeconds: 10 }`,
    ]),
    useful: [
      'livenessProbe.httpGet.path same-request',
      'readinessProbe.httpGet.path readiness-checks-liveness',
    ],
  },
  {
    source: 'open-policy-agent/gatekeeper, cmd/build/helmify/kustomize-for-helm.yaml',
    version: '2026-08-19',
    manifest: workload([
      'image: openpolicyagent/gatekeeper:v3, ports: [{ containerPort: 8443 }], livenessProbe: { httpGet: { path: /healthz, port: HELMSUBST_DEPLOYMENT_AUDIT_HEALTH_PORT }, timeoutSeconds: HELMSUBST_DEPLOYMENT_AUDIT_LIVENESS_TIMEOUT }, readinessProbe: { httpGet: { path: /readyz, port: HELMSUBST_DEPLOYMENT_AUDIT_HEALTH_PORT } }',
    ]),
  },
]
