import { type Entry, workload } from './entry.ts'

/** Software that builds and deploys. */
export const delivery: readonly Entry[] = [
  {
    source:
      'argoproj/argo-cd, manifests/base/application-controller/argocd-application-controller-statefulset.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: quay.io/argoproj/argocd:latest, ports: [ { containerPort: 8082 } ], readinessProbe: { httpGet: { path: /healthz, port: 8082 }, initialDelaySeconds: 5, periodSeconds: 10 }',
      ],
      { kind: 'StatefulSet' },
    ),
  },
  {
    source:
      'argoproj/argo-cd, applicationset/examples/matrix/cluster-addons/argo-workflows/namespace-install.yaml, argo-server',
    version: '2026-08-22',
    manifest: workload([
      'image: argoproj/argocli:v2.12.5, ports: [ { name: web, containerPort: 2746 } ], readinessProbe: { httpGet: { path: /, port: 2746, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 20 }',
    ]),
  },
  {
    source:
      'argoproj/argo-cd, applicationset/examples/matrix/cluster-addons/argo-workflows/namespace-install.yaml, workflow-controller',
    version: '2026-08-22',
    manifest: workload([
      'image: argoproj/workflow-controller:v2.12.5, ports: [ { name: metrics, containerPort: 9090 } ], command: [ workflow-controller ], livenessProbe: { httpGet: { path: /metrics, port: metrics }, initialDelaySeconds: 30, periodSeconds: 30 }',
    ]),
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source:
      'argoproj/argo-cd, manifests/base/application-controller-deployment/argocd-application-controller-deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/argoproj/argocd:latest, ports: [ { containerPort: 8082 } ], readinessProbe: { httpGet: { path: /healthz, port: 8082 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
  },
  {
    source: 'argoproj/argo-cd, manifests/base/commit-server/argocd-commit-server-deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/argoproj/argocd:latest, ports: [ { containerPort: 8086 }, { containerPort: 8087 } ], livenessProbe: { httpGet: { path: /healthz?full=true, port: 8087 }, initialDelaySeconds: 30, periodSeconds: 30, failureThreshold: 3, timeoutSeconds: 5 }, readinessProbe: { httpGet: { path: /healthz, port: 8087 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'argoproj/argo-cd, manifests/ha/base/redis-ha/chart/upstream.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: public.ecr.aws/docker/library/haproxy:3.0.8-alpine, ports: [ { name: probe, containerPort: 8888 }, { name: redis, containerPort: 6379 }, { name: metrics-port, containerPort: 9101 } ], livenessProbe: { httpGet: { path: /healthz, port: probe }, initialDelaySeconds: 5, periodSeconds: 3 }, readinessProbe: { httpGet: { path: /healthz, port: probe }, initialDelaySeconds: 5, periodSeconds: 3 }, lifecycle: {}',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request': 'The proxy answers without a request to Redis.',
    },
  },
  {
    source: 'argoproj/argo-cd, manifests/base/dex/argocd-dex-server-deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: ghcr.io/dexidp/dex:v2.45.1, ports: [ { containerPort: 5556 }, { containerPort: 5557 }, { containerPort: 5558 } ], command: [ /shared/argocd-dex, rundex ]',
    ]),
    useful: ['no-readiness'],
  },
  {
    source: 'argoproj/argo-rollouts, manifests/base/argo-rollouts-deployment.yaml',
    version: '2026-08-17',
    manifest: workload([
      'image: quay.io/argoproj/argo-rollouts:latest, ports: [ { name: metrics, containerPort: 8090 }, { name: healthz, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /healthz, port: healthz }, initialDelaySeconds: 30, periodSeconds: 20, failureThreshold: 3, successThreshold: 1, timeoutSeconds: 10 }',
    ]),
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'argoproj/argo-rollouts, manifests/namespace-install.yaml',
    version: '2026-08-17',
    manifest: workload([
      'image: quay.io/argoproj/argo-rollouts:latest, ports: [ { name: metrics, containerPort: 8090 }, { name: healthz, containerPort: 8080 } ], livenessProbe: { failureThreshold: 3, httpGet: { path: /healthz, port: healthz }, initialDelaySeconds: 30, periodSeconds: 20, successThreshold: 1, timeoutSeconds: 10 }',
    ]),
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'argoproj/argo-rollouts, docs/features/kustomize/example/rollouts-demo.yaml',
    version: '2026-08-17',
    manifest: workload(
      [
        'image: argoproj/rollouts-demo:blue, ports: [ { name: http, containerPort: 8080 } ], command: [ ping $(SERVICE_NAME) ]',
      ],
      { api: 'argoproj.io/v1alpha1', kind: 'Rollout' },
    ),
    useful: ['no-readiness'],
  },
  {
    source: 'argoproj/argo-rollouts, examples/analysis-templates.yaml',
    version: '2026-08-17',
    manifest: workload(['image: alpine:3.8, command: [ sh, -c ]'], {
      api: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      path: 'spec.metrics.0.provider.job.spec.template.spec',
      pod: 'restartPolicy: Never',
    }),
  },
  {
    source: 'argoproj/argo-rollouts, examples/cluster-analysis-templates.yaml',
    version: '2026-08-17',
    manifest: workload(['image: alpine:3.8, command: [ sh, -c ]'], {
      api: 'argoproj.io/v1alpha1',
      kind: 'ClusterAnalysisTemplate',
      path: 'spec.metrics.0.provider.job.spec.template.spec',
      pod: 'restartPolicy: Never',
    }),
  },
  {
    source: 'argoproj/argo-rollouts, examples/traffic-management/job.yaml',
    version: '2026-08-17',
    manifest: workload(['image: argoproj/load-tester:latest, command: [ sh, -c, -x, -e ]'], {
      api: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      path: 'spec.metrics.0.provider.job.spec.template.spec',
      pod: 'restartPolicy: Never',
    }),
  },
  {
    source: 'argoproj/argo-workflows, manifests/base/argo-server/argo-server-deployment.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: quay.io/argoproj/argocli:latest, ports: [ { name: web, containerPort: 2746 } ], readinessProbe: { httpGet: { port: 2746, scheme: HTTPS, path: / }, initialDelaySeconds: 10, periodSeconds: 20 }',
    ]),
  },
  {
    source:
      'argoproj/argo-workflows, manifests/base/workflow-controller/workflow-controller-deployment.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: quay.io/argoproj/workflow-controller:latest, ports: [ { name: metrics, containerPort: 9090 }, { containerPort: 6060 } ], command: [ workflow-controller ], livenessProbe: { httpGet: { port: 6060, path: /healthz }, failureThreshold: 3, initialDelaySeconds: 90, periodSeconds: 60, timeoutSeconds: 30 }',
    ]),
    unhelpful: {
      'no-readiness': 'The controller receives no requests.',
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'argoproj/argo-workflows, manifests/components/mysql/mysql-deployment.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: quay.io/fedora/mysql-80, ports: [ { containerPort: 3306 } ], readinessProbe: { tcpSocket: { port: 3306 }, initialDelaySeconds: 30, periodSeconds: 10 }',
    ]),
  },
  {
    source: 'argoproj/argo-workflows, manifests/quick-start/base/httpbin/httpbin-deploy.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: quay.io/holos/mccutchen/go-httpbin:v2.14.1, ports: [ { name: api, containerPort: 80 } ], livenessProbe: { httpGet: { path: /get, port: 80 }, initialDelaySeconds: 5, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /get, port: 80 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'argoproj/argo-workflows, examples/container-set-template/outputs-result-workflow.yaml',
    version: '2026-08-21',
    manifest: workload(['image: python:alpine3.23, command: [ python, -c ]'], {
      api: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      path: 'spec.templates.0.containerSet',
    }),
  },
  {
    source: 'jenkinsci/kubernetes-operator, config/samples/jenkins.io_v1alpha2_jenkins.yaml',
    version: '2026-02-07',
    manifest: workload(
      [
        'image: jenkins/jenkins:2.319.1-lts-alpine, livenessProbe: { failureThreshold: 12, httpGet: { path: /login, port: http, scheme: HTTP }, initialDelaySeconds: 100, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 5 }, readinessProbe: { failureThreshold: 10, httpGet: { path: /login, port: http, scheme: HTTP }, initialDelaySeconds: 80, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }',
      ],
      { api: 'jenkins.io/v1alpha2', kind: 'Jenkins', path: 'spec.master' },
    ),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'A single Jenkins has no dependency and no other pod.',
    },
  },
  {
    source: 'tektoncd/pipeline, config/controller.yaml',
    version: '2026-08-20',
    manifest: workload([
      'image: ko://github.com/tektoncd/pipeline/cmd/controller, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: probes, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /health, port: probes, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 }, readinessProbe: { httpGet: { path: /readiness, port: probes, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 5 }',
    ]),
  },
  {
    source: 'tektoncd/pipeline, config/resolvers/resolvers-deployment.yaml',
    version: '2026-08-20',
    manifest: workload([
      'image: ko://github.com/tektoncd/pipeline/cmd/resolvers, ports: [ { name: metrics, containerPort: 9090 }, { name: profiling, containerPort: 8008 }, { name: probes, containerPort: 8080 } ], command: [ /sbin/tini, --, /ko-app/resolvers ]',
    ]),
  },
]
