import { type Entry, workload } from './entry.ts'

/** Storage and databases. */
export const storage: readonly Entry[] = [
  {
    source: 'cockroachdb/cockroach-operator, examples/client-secure-operator.yaml',
    version: '2026-08-05',
    manifest: workload(['image: cockroachdb/cockroach:v26.2.5, command: [ sleep, "2147483648" ]'], {
      api: 'v1',
      kind: 'Pod',
      pod: 'terminationGracePeriodSeconds: 0',
    }),
  },
  {
    source: 'kubernetes-sigs/aws-ebs-csi-driver, deploy/kubernetes/base/node-windows.yaml',
    version: '2026-08-19',
    manifest: workload(
      [
        'name: ebs-plugin, image: public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.64.0, ports: [ { name: healthz, containerPort: 9808 } ], livenessProbe: { httpGet: { path: /healthz, port: healthz }, initialDelaySeconds: 10, timeoutSeconds: 3, periodSeconds: 10, failureThreshold: 5 }, readinessProbe: { httpGet: { path: /healthz, port: healthz }, timeoutSeconds: 3, periodSeconds: 5, failureThreshold: 3 }, lifecycle: { preStop: { exec: { command: [ /bin/aws-ebs-csi-driver, pre-stop-hook ] } } }',
        'name: node-driver-registrar, image: public.ecr.aws/csi-components/csi-node-driver-registrar:v2.17.0-eksbuild.5, ports: [ { name: healthz-ndr, containerPort: 9809 } ], livenessProbe: { httpGet: { path: /healthz, port: healthz-ndr }, initialDelaySeconds: 30, periodSeconds: 90, timeoutSeconds: 15 }',
      ],
      { kind: 'DaemonSet', pod: 'terminationGracePeriodSeconds: 30' },
    ),
    unhelpful: {
      'containers[1].livenessProbe.initialDelaySeconds no-startup-probe':
        'The controller starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    source: 'kubernetes-sigs/aws-ebs-csi-driver, examples/kubernetes/clone/manifests/app/pod.yaml',
    version: '2026-08-19',
    manifest: workload(['image: public.ecr.aws/amazonlinux/amazonlinux, command: [ /bin/sh ]'], {
      api: 'v1',
      kind: 'Pod',
    }),
  },
  {
    source:
      'kubernetes-sigs/aws-ebs-csi-driver, examples/kubernetes/node-local-volumes/manifests/deployment.yaml',
    version: '2026-08-19',
    manifest: workload(['image: public.ecr.aws/amazonlinux/amazonlinux, command: [ /bin/sh ]']),
  },
  {
    source: 'longhorn/longhorn, deploy/longhorn-okd.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: docker.io/longhornio/longhorn-manager:master-head, ports: [ { name: manager, containerPort: 9500 }, { name: admission-wh, containerPort: 9502 }, { name: recov-backend, containerPort: 9503 } ], readinessProbe: { httpGet: { path: /v1/healthz, port: 9502, scheme: HTTPS } }',
      ],
      { kind: 'DaemonSet' },
    ),
  },
  {
    source: 'longhorn/longhorn, examples/statefulset.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: registry.k8s.io/nginx-slim:0.8, ports: [ { name: web, containerPort: 80 } ], livenessProbe: { exec: { command: [ ls, /usr/share/nginx/html/lost+found ] }, initialDelaySeconds: 5, periodSeconds: 5 }',
      ],
      { kind: 'StatefulSet', pod: 'terminationGracePeriodSeconds: 10, restartPolicy: Always' },
    ),
    useful: ['no-readiness'],
  },
  {
    source: 'longhorn/longhorn, deploy/backupstores/base/nfs/nfs-backupstore.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: longhornio/nfs-backupstore:latest, livenessProbe: { exec: { command: [ bash, -c, \'grep "No export entries found" /var/log/ganesha.log > /dev/null 2>&1 ; [ $? -ne 0 ]\' ] }, initialDelaySeconds: 5, periodSeconds: 5, timeoutSeconds: 4 }',
    ]),
  },
  {
    source: 'longhorn/longhorn, dev/upgrade-responder/manifests/grafana.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: grafana/grafana:7.1.0, ports: [ { name: http-grafana, containerPort: 3000 } ], livenessProbe: { failureThreshold: 3, initialDelaySeconds: 30, periodSeconds: 10, successThreshold: 1, tcpSocket: { port: 3000 }, timeoutSeconds: 1 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /robots.txt, port: 3000, scheme: HTTP }, initialDelaySeconds: 10, periodSeconds: 30, successThreshold: 1, timeoutSeconds: 2 }',
    ]),
    useful: [
      'livenessProbe liveness-before-readiness',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
  },
  {
    source: 'longhorn/longhorn, examples/csi/example_pv.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: nginx:stable-alpine, ports: [ { containerPort: 80 } ], livenessProbe: { exec: { command: [ ls, /data/lost+found ] }, initialDelaySeconds: 5, periodSeconds: 5 }',
      ],
      { api: 'v1', kind: 'Pod', pod: 'restartPolicy: Always' },
    ),
    unhelpful: { 'no-readiness': 'The pod tests a volume and receives no requests.' },
  },
  {
    source: 'longhorn/longhorn, examples/deployment.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: mysql:5.6, ports: [ { name: mysql, containerPort: 3306 } ], livenessProbe: { exec: { command: [ ls, /var/lib/mysql/lost+found ] }, initialDelaySeconds: 5, periodSeconds: 5 }',
      ],
      { pod: 'restartPolicy: Always' },
    ),
    useful: ['no-readiness'],
  },
  {
    source: 'longhorn/longhorn, examples/rwx/rwx-nginx-deployment.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'name: rwx-test, image: ubuntu:xenial, command: [ /bin/sh, -c ]',
        'name: nginx, image: nginx:stable, ports: [ { name: http, containerPort: 80 } ]',
      ],
      { pod: 'restartPolicy: Always' },
    ),
    useful: ['no-readiness'],
  },
  {
    source: 'longhorn/longhorn, uninstall/uninstall.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: longhornio/longhorn-manager:master-head, command: [ longhorn-manager, uninstall, --force ]',
      ],
      { api: 'batch/v1', kind: 'Job', pod: 'restartPolicy: Never' },
    ),
  },
  {
    source:
      'minio/operator, examples/kustomization/sts-example/sample-data/mc-job-setup-bucket.yaml',
    version: '2025-10-03',
    manifest: workload(['image: minio/mc, command: [ /start-config/setup.sh ]'], {
      api: 'batch/v1',
      kind: 'Job',
      pod: 'restartPolicy: OnFailure',
    }),
  },
  {
    source: 'minio/operator, testing/configurations/debug-pod.yaml',
    version: '2025-10-03',
    manifest: workload(['image: ubuntu, command: [ sleep, "604800" ]'], {
      api: 'v1',
      kind: 'Pod',
      pod: 'restartPolicy: Always',
    }),
  },
  {
    source: 'redhat-developer-demos/knative-tutorial, advanced/observability/customer.yaml',
    version: '2023-08-10',
    manifest: workload(
      [
        'image: quay.io/rhdevelopers/istio-tutorial-customer:v1, livenessProbe: { httpGet: { path: /health } }, readinessProbe: { httpGet: { path: /health } }',
      ],
      { api: 'serving.knative.dev/v1', kind: 'Service' },
    ),
    useful: ['livenessProbe.httpGet.path same-request'],
  },
  {
    source:
      'redhat-developer-demos/knative-tutorial, documentation/modules/eventing/examples/eventing/service.yaml',
    version: '2023-08-10',
    manifest: workload(
      [
        'image: quay.io/rhdevelopers/knative-tutorial-greeter:quarkus, livenessProbe: { httpGet: { path: /healthz } }, readinessProbe: { httpGet: { path: /healthz } }',
      ],
      { api: 'serving.knative.dev/v1', kind: 'Service' },
    ),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source: 'redhat-developer-demos/knative-tutorial, install/utils/nexus.yaml',
    version: '2023-08-10',
    manifest: workload([
      'image: docker.io/sonatype/nexus3, ports: [ { name: 8081-tcp, containerPort: 8081 } ], livenessProbe: { httpGet: { path: /service/rest/v1/status, port: 8081 }, initialDelaySeconds: 180, periodSeconds: 3 }, readinessProbe: { httpGet: { path: /service/rest/v1/status, port: 8081 }, initialDelaySeconds: 180, periodSeconds: 3 }',
    ]),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
    unhelpful: { 'livenessProbe.httpGet.path same-request': 'The database of Nexus is embedded.' },
  },
  {
    source: 'rook/rook, deploy/examples/csi/cephfs/kube-registry.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: registry:2, ports: [ { name: registry, containerPort: 5000 } ], livenessProbe: { httpGet: { path: /, port: registry } }, readinessProbe: { httpGet: { path: /, port: registry } }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'A single registry stores its images on its own volume.',
    },
  },
  {
    source: 'rook/rook, deploy/examples/csi/rbd/raw-block-pod.yaml',
    version: '2026-08-21',
    manifest: workload(['image: quay.io/centos/centos:latest, command: [ /bin/sleep, infinity ]'], {
      api: 'v1',
      kind: 'Pod',
    }),
  },
  {
    source: 'rook/rook, deploy/examples/direct-mount.yaml',
    version: '2026-08-21',
    manifest: workload(['image: docker.io/rook/ceph:master, command: [ /bin/bash ]'], {
      pod: 'hostNetwork: true',
    }),
  },
  {
    source: 'rook/rook, deploy/examples/sqlitevfs-client.yaml',
    version: '2026-08-21',
    manifest: workload([
      'image: alpine:3.16.2, command: [ /bin/ash, -c, \'apk add ceph vim sqlite; export CEPH_CONF=/libsqliteceph/ceph.conf; export CEPH_KEYRING=/libsqliteceph/ceph.keyring; export CEPH_ARGS="--id sqlitevfs"; # Sleep forever (kubectl exec in to test!) sleep infinity; \' ]',
    ]),
    unhelpful: { 'command signal-not-forwarded': 'The pod only waits for kubectl exec.' },
  },
  {
    source: 'zalando/postgres-operator, ui/manifests/deployment.yaml',
    version: '2026-07-30',
    manifest: workload([
      'image: ghcr.io/zalando/postgres-operator-ui:v2.0.1, ports: [ { containerPort: 8081 } ], readinessProbe: { httpGet: { path: /health, port: 8081 }, initialDelaySeconds: 5, timeoutSeconds: 1 }',
    ]),
  },
]
