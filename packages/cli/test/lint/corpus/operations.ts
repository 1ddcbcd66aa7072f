import { type Entry, workload } from './entry.ts'

/** Controllers that operate a cluster. */
export const operations: readonly Entry[] = [
  {
    source: 'hashicorp/consul-k8s, charts/demo/templates/products-api.yaml',
    version: '2026-08-20',
    manifest: workload([
      'image: hashicorpdemoapp/product-api:v0.0.21, ports: [ { containerPort: 9090 }, { containerPort: 9103 } ], livenessProbe: { httpGet: { path: /health, port: 9090 }, initialDelaySeconds: 15, timeoutSeconds: 1, periodSeconds: 10, failureThreshold: 30 }',
    ]),
    useful: ['no-readiness'],
  },
  {
    source: 'hashicorp/consul-k8s, acceptance/framework/environment/cni-kind/tigera-operator.yaml',
    version: '2026-08-20',
    manifest: workload(['image: quay.io/tigera/operator:v1.28.0, command: [ operator ]'], {
      pod: 'hostNetwork: true',
    }),
  },
  {
    source: 'kedacore/keda, config/manager/manager.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: ghcr.io/kedacore/keda:latest, ports: [ { name: http, containerPort: 8080 } ], command: [ /keda ], livenessProbe: { httpGet: { path: /healthz, port: 8081 }, initialDelaySeconds: 25 }, readinessProbe: { httpGet: { path: /readyz, port: 8081 }, initialDelaySeconds: 20 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 10' },
    ),
  },
  {
    source: 'kedacore/keda, config/metrics-server/deployment.yaml',
    version: '2026-08-20',
    manifest: workload([
      'image: ghcr.io/kedacore/keda-metrics-apiserver:latest, ports: [ { name: https, containerPort: 6443 }, { name: http, containerPort: 8080 } ], command: [ /keda-adapter ], livenessProbe: { httpGet: { scheme: HTTPS, path: /healthz, port: 6443 }, initialDelaySeconds: 5 }, readinessProbe: { httpGet: { scheme: HTTPS, path: /readyz, port: 6443 }, initialDelaySeconds: 5 }',
    ]),
  },
  {
    source:
      'kubernetes/autoscaler, vertical-pod-autoscaler/deploy/admission-controller-deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: registry.k8s.io/autoscaling/vpa-admission-controller:1.7.1, ports: [ { containerPort: 8000 }, { name: prometheus, containerPort: 8944 } ], livenessProbe: { httpGet: { path: /health-check, port: prometheus, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /health-check, port: prometheus, scheme: HTTP }, periodSeconds: 10, failureThreshold: 3 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The webhook has no other endpoint, and the API server is its only dependency.',
    },
  },
  {
    source:
      'kubernetes/autoscaler, cluster-autoscaler/cloudprovider/brightbox/examples/check-env.yaml',
    version: '2026-08-22',
    manifest: workload(['image: bash, command: [ env ]'], {
      api: 'batch/v1',
      kind: 'Job',
      pod: 'restartPolicy: Never',
    }),
  },
  {
    source: 'kubernetes-sigs/aws-load-balancer-controller, config/controller/controller.yaml',
    version: '2026-08-17',
    manifest: workload(
      [
        'image: controller:latest, livenessProbe: { failureThreshold: 2, httpGet: { path: /healthz, port: 61779, scheme: HTTP }, initialDelaySeconds: 30, timeoutSeconds: 10 }',
      ],
      { pod: 'terminationGracePeriodSeconds: 10' },
    ),
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'kubernetes-sigs/descheduler, kubernetes/cronjob/cronjob.yaml',
    version: '2026-06-30',
    manifest: workload(
      [
        'image: registry.k8s.io/descheduler/descheduler:v0.36.0, command: [ /bin/descheduler ], livenessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 10258, scheme: HTTPS }, initialDelaySeconds: 3, periodSeconds: 10 }',
      ],
      {
        api: 'batch/v1',
        kind: 'CronJob',
        path: 'spec.jobTemplate.spec.template.spec',
        pod: 'restartPolicy: Never',
      },
    ),
  },
  {
    source: 'kubernetes-sigs/descheduler, kubernetes/deployment/deployment.yaml',
    version: '2026-06-30',
    manifest: workload([
      'image: registry.k8s.io/descheduler/descheduler:v0.36.0, ports: [ { containerPort: 10258 } ], command: [ /bin/descheduler ], livenessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 10258, scheme: HTTPS }, initialDelaySeconds: 3, periodSeconds: 10 }',
    ]),
    unhelpful: { 'no-readiness': 'The descheduler receives no requests.' },
  },
  {
    source: 'kubernetes-sigs/descheduler, kubernetes/job/job.yaml',
    version: '2026-06-30',
    manifest: workload(
      [
        'image: registry.k8s.io/descheduler/descheduler:v0.36.0, command: [ /bin/descheduler ], livenessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: 10258, scheme: HTTPS }, initialDelaySeconds: 3, periodSeconds: 10 }',
      ],
      { api: 'batch/v1', kind: 'Job', pod: 'restartPolicy: Never' },
    ),
  },
  {
    source: 'kubernetes-sigs/external-dns, e2e/provider/etcd.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/coreos/etcd:v3.6.0, ports: [ { name: etcd-client, containerPort: 2379 }, { name: etcd-server, containerPort: 2380 }, { name: etcd-metrics, containerPort: 8080 } ], command: [ /usr/local/bin/etcd ], livenessProbe: { httpGet: { path: /livez, port: 8080 }, initialDelaySeconds: 15, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /readyz, port: 8080 }, initialDelaySeconds: 10, periodSeconds: 5, timeoutSeconds: 5, successThreshold: 1, failureThreshold: 30 }',
      ],
      { kind: 'StatefulSet' },
    ),
    useful: ['livenessProbe liveness-before-readiness'],
  },
  {
    source: 'kubernetes-sigs/external-dns, docs/snippets/tutorials/rfc2136/bind9.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: internetsystemsconsortium/bind9:9.21, ports: [ { containerPort: 53 }, { containerPort: 53 } ], command: [ named, -g, -u, root, -c, /data/named.conf ], readinessProbe: { tcpSocket: { port: 53 }, initialDelaySeconds: 5, periodSeconds: 5 }',
    ]),
  },
  {
    source: 'kubernetes-sigs/external-dns, e2e/provider/coredns.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: coredns/coredns:1.13.1, ports: [ { name: dns, containerPort: 5353 }, { name: dns-tcp, containerPort: 5353 } ], livenessProbe: { tcpSocket: { port: 5353 }, initialDelaySeconds: 10, periodSeconds: 10 }, readinessProbe: { tcpSocket: { port: 5353 }, initialDelaySeconds: 5, periodSeconds: 5 }',
      ],
      { pod: 'hostNetwork: true' },
    ),
    useful: ['livenessProbe same-request'],
  },
  {
    source: 'kubernetes-sigs/metrics-server, manifests/base/deployment.yaml',
    version: '2026-08-04',
    manifest: workload([
      'image: gcr.io/k8s-staging-metrics-server/metrics-server:master, ports: [ { name: https, containerPort: 10250 } ], livenessProbe: { httpGet: { path: /livez, port: https, scheme: HTTPS }, periodSeconds: 10, failureThreshold: 3 }, readinessProbe: { httpGet: { path: /readyz, port: https, scheme: HTTPS }, periodSeconds: 10, failureThreshold: 3, initialDelaySeconds: 20 }',
    ]),
  },
  {
    source: 'open-policy-agent/gatekeeper, config/manager/manager.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'image: openpolicyagent/gatekeeper:v3.24.0-beta.0, ports: [ { name: metrics, containerPort: 8888 }, { name: healthz, containerPort: 9090 } ], command: [ /manager ], livenessProbe: { httpGet: { path: /healthz, port: 9090 } }, readinessProbe: { httpGet: { path: /readyz, port: 9090 } }',
      ],
      { pod: 'terminationGracePeriodSeconds: 60' },
    ),
  },
  {
    source: 'open-policy-agent/gatekeeper, demo/agilebank/good_resources/opa.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'image: openpolicyagent/opa:0.9.2, livenessProbe: { httpGet: { path: /healthz, port: 8080 } }, readinessProbe: { httpGet: { path: /readyz, port: 9090 } }',
      ],
      { api: 'v1', kind: 'Pod' },
    ),
  },
  {
    source: 'ory/k8s, yaml/oathkeeper/simple/oathkeeper-api.yaml',
    version: '2026-07-02',
    manifest: workload([
      'image: oryd/oathkeeper:v0.13.8_oryOS.8, ports: [ { name: http-api, containerPort: 4456 } ], command: [ oathkeeper, serve, api ]',
    ]),
    useful: ['no-readiness'],
  },
]
