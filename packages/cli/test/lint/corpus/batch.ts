import { type Entry, workload } from './entry.ts'

/** Queues of batch jobs. */
export const batch: readonly Entry[] = [
  {
    source: 'kubernetes-sigs/kueue, config/components/kueueviz/backend-deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: backend:lastest, ports: [ { containerPort: 8080 } ], livenessProbe: { httpGet: { path: /healthz, port: 8080 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /healthz, port: 8080 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'kubernetes-sigs/kueue, config/components/kueueviz/frontend-deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: frontend:lastest, ports: [ { containerPort: 8080 } ], livenessProbe: { httpGet: { path: /, port: 8080 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /, port: 8080 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    unhelpful: { 'livenessProbe.httpGet.path same-request': 'The container serves static files.' },
  },
  {
    source: 'kubernetes-sigs/kueue, site/static/examples/jobs/sample-jaxjob.yaml',
    version: '2026-08-22',
    manifest: workload(
      ['image: docker.io/kubeflow/jaxjob-simple:latest, command: [ python3, train.py ]'],
      { api: 'kubeflow.org/v1', kind: 'JAXJob', path: 'spec.jaxReplicaSpecs.Worker.template.spec' },
    ),
  },
  {
    source: 'kubernetes-sigs/kueue, site/static/examples/jobs/sample-jobset-tas-combined.yaml',
    version: '2026-08-22',
    manifest: workload(['image: busybox, command: [ sleep ]'], {
      api: 'jobset.x-k8s.io/v1alpha2',
      kind: 'JobSet',
      path: 'spec.replicatedJobs.0.template.spec.template.spec',
    }),
  },
  {
    source: 'kubernetes-sigs/kueue, site/static/examples/jobs/sample-paddlejob.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: registry.baidubce.com/paddlepaddle/paddle:2.5.1, ports: [ { name: master, containerPort: 37777 } ], command: [ python ]',
      ],
      {
        api: 'kubeflow.org/v1',
        kind: 'PaddleJob',
        path: 'spec.paddleReplicaSpecs.Worker.template.spec',
      },
    ),
  },
  {
    source: 'kubernetes-sigs/kueue, site/static/examples/pod-based-workloads/sample-sandbox.yaml',
    version: '2026-08-22',
    manifest: workload(['image: busybox, command: [ sleep ]'], {
      api: 'agents.x-k8s.io/v1alpha1',
      kind: 'Sandbox',
      path: 'spec.podTemplate.spec',
      pod: 'restartPolicy: Never',
    }),
  },
  {
    source: 'kubernetes-sigs/kueue, cmd/kueueviz/examples/04-llm-job.yaml',
    version: '2026-08-22',
    manifest: workload(
      [
        'image: gcr.io/google-containers/busybox:latest, command: [ sh, -c, echo "Training llm..." && sleep 180 ]',
      ],
      { api: 'batch/v1', kind: 'Job', pod: 'restartPolicy: Never' },
    ),
  },
  {
    source: 'kubernetes-sigs/kueue, site/static/examples/admin/shared-quota-sample-job.yaml',
    version: '2026-08-22',
    manifest: workload(
      ['image: registry.k8s.io/e2e-test-images/agnhost:2.53, command: [ /bin/sh ]'],
      { api: 'batch/v1', kind: 'Job', pod: 'restartPolicy: Never' },
    ),
  },
  {
    source: 'kubernetes-sigs/kueue, site/static/examples/serving-workloads/sample-hami.yaml',
    version: '2026-08-22',
    manifest: workload(['image: oguzpastirmaci/gpu-burn:latest, command: [ /bin/sh, -lc ]']),
  },
  {
    source: 'volcano-sh/volcano, benchmark/manifests/audit-exporter/daemonset.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: volcanosh/kube-apiserver-audit-exporter:dev, ports: [ { name: metrics, containerPort: 8080 } ], readinessProbe: { httpGet: { path: /metrics, port: metrics }, initialDelaySeconds: 5, periodSeconds: 10 }',
      ],
      { kind: 'DaemonSet', pod: 'hostNetwork: false' },
    ),
  },
  {
    source: 'volcano-sh/volcano, installer/volcano-agent-development.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: docker.io/volcanosh/vc-agent:latest, ports: [ { name: metrics, containerPort: 3300 } ], livenessProbe: { httpGet: { path: /healthz, port: 3300, scheme: HTTP }, initialDelaySeconds: 60, timeoutSeconds: 5, periodSeconds: 10, successThreshold: 1, failureThreshold: 5 }',
      ],
      { kind: 'DaemonSet', pod: 'hostNetwork: true, restartPolicy: Always' },
    ),
    unhelpful: {
      'livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'volcano-sh/volcano, installer/volcano-monitoring.yaml, kube-state-metrics',
    version: '2026-08-20',
    manifest: workload([
      'image: docker.io/volcanosh/kube-state-metrics:v2.0.0-beta, ports: [ { name: http-metrics, containerPort: 8080 } ], readinessProbe: { httpGet: { path: /healthz, port: 8080 }, initialDelaySeconds: 5, timeoutSeconds: 5 }',
    ]),
  },
  {
    source: 'volcano-sh/volcano, installer/volcano-monitoring.yaml, grafana',
    version: '2026-08-20',
    manifest: workload([
      'image: grafana/grafana:latest, ports: [ { name: grafana, containerPort: 3000 } ], livenessProbe: { httpGet: { path: /api/health, port: 3000 }, initialDelaySeconds: 10, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /api/health, port: 3000 } }',
    ]),
    useful: ['livenessProbe.httpGet.path liveness-checks-dependency'],
  },
  {
    source: 'volcano-sh/volcano, example/cronjob/cronjob.yaml',
    version: '2026-08-20',
    manifest: workload(
      ['image: busybox:latest, command: [ /bin/sh, -c, date; echo Hello from Volcano CronJob ]'],
      {
        api: 'batch.volcano.sh/v1alpha1',
        kind: 'CronJob',
        path: 'spec.jobTemplate.spec.tasks.0.template.spec',
        pod: 'restartPolicy: OnFailure',
      },
    ),
  },
  {
    source: 'volcano-sh/volcano, example/jobflow/JobTemplate.yaml',
    version: '2026-08-20',
    manifest: workload(['image: nginx:1.14.2, command: [ sh, -c, sleep 10s ]'], {
      api: 'flow.volcano.sh/v1alpha1',
      kind: 'JobTemplate',
      path: 'spec.tasks.0.template.spec',
      pod: 'restartPolicy: OnFailure',
    }),
  },
  {
    source: 'volcano-sh/volcano, example/MindSpore-example/mindspore_cpu/mindspore-cpu.yaml',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: lyd911/mindspore-cpu-example:0.2.0, command: [ /bin/bash, -c, python /tmp/lenet.py ]',
      ],
      {
        api: 'batch.volcano.sh/v1alpha1',
        kind: 'Job',
        path: 'spec.tasks.0.template.spec',
        pod: 'restartPolicy: OnFailure',
      },
    ),
  },
]
