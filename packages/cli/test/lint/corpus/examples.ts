import { type Entry, workload } from './entry.ts'

/** Examples of the documentation of Kubernetes and of cloud providers. */
export const examples: readonly Entry[] = [
  {
    source: 'Azure-Samples/aks-store-demo, aks-store-all-in-one.yaml, documentdb',
    version: '2026-07-13',
    manifest: workload(
      [
        'image: ghcr.io/documentdb/documentdb/documentdb-local:pg17-0.112.0, ports: [ { name: documentdb, containerPort: 10260 } ], startupProbe: { tcpSocket: { port: 10260 }, failureThreshold: 30, periodSeconds: 5 }, livenessProbe: { tcpSocket: { port: 10260 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }, readinessProbe: { tcpSocket: { port: 10260 }, initialDelaySeconds: 5, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 }',
      ],
      { kind: 'StatefulSet' },
    ),
  },
  {
    source: 'Azure-Samples/aks-store-demo, aks-store-all-in-one.yaml, rabbitmq',
    version: '2026-07-13',
    manifest: workload(
      [
        'image: rabbitmq:4.3.2-management-alpine, ports: [ { name: rabbitmq-amqp, containerPort: 5672 }, { name: rabbitmq-http, containerPort: 15672 } ], startupProbe: { tcpSocket: { port: 5672 }, failureThreshold: 30, initialDelaySeconds: 10, periodSeconds: 10 }, livenessProbe: { tcpSocket: { port: 5672 }, failureThreshold: 3, initialDelaySeconds: 30, periodSeconds: 10 }, readinessProbe: { tcpSocket: { port: 5672 }, failureThreshold: 3, initialDelaySeconds: 5, periodSeconds: 5 }',
      ],
      { kind: 'StatefulSet' },
    ),
  },
  {
    source: 'Azure-Samples/aks-store-demo, ai-service.yaml',
    version: '2026-07-13',
    manifest: workload([
      'image: ghcr.io/azure-samples/aks-store-demo/ai-service:2.2.0, ports: [ { containerPort: 5001 } ], startupProbe: { httpGet: { path: /health, port: 5001 }, initialDelaySeconds: 60, failureThreshold: 3, periodSeconds: 5 }, livenessProbe: { httpGet: { path: /health, port: 5001 }, initialDelaySeconds: 3, failureThreshold: 10, periodSeconds: 10 }, readinessProbe: { httpGet: { path: /health, port: 5001 }, initialDelaySeconds: 3, failureThreshold: 10, periodSeconds: 10 }',
    ]),
    useful: ['livenessProbe.httpGet.path same-request'],
  },
  {
    source: 'Azure-Samples/aks-store-demo, aks-store-all-in-one.yaml, order-service',
    version: '2026-07-13',
    manifest: workload([
      'image: ghcr.io/azure-samples/aks-store-demo/order-service:2.2.0, ports: [ { containerPort: 3000 } ], startupProbe: { httpGet: { path: /health, port: 3000 }, failureThreshold: 5, initialDelaySeconds: 20, periodSeconds: 10 }, livenessProbe: { httpGet: { path: /health, port: 3000 }, failureThreshold: 5, initialDelaySeconds: 3, periodSeconds: 3 }, readinessProbe: { httpGet: { path: /health, port: 3000 }, failureThreshold: 3, initialDelaySeconds: 3, periodSeconds: 5 }',
    ]),
    useful: ['livenessProbe.httpGet.path same-request'],
  },
  {
    source: 'Azure-Samples/aks-store-demo, aks-store-all-in-one.yaml, makeline-service',
    version: '2026-07-13',
    manifest: workload([
      'image: ghcr.io/azure-samples/aks-store-demo/makeline-service:2.2.0, ports: [ { containerPort: 3001 } ], startupProbe: { httpGet: { path: /liveness, port: 3001 }, failureThreshold: 10, periodSeconds: 5 }, livenessProbe: { httpGet: { path: /liveness, port: 3001 }, failureThreshold: 5, initialDelaySeconds: 3, periodSeconds: 3 }, readinessProbe: { httpGet: { path: /health, port: 3001 }, failureThreshold: 3, initialDelaySeconds: 3, periodSeconds: 5 }',
    ]),
  },
  {
    source: 'kubernetes/examples, _archived/https-nginx/nginx-app.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: ymqytw/nginxhttps:1.5, ports: [ { containerPort: 443 }, { containerPort: 80 } ], command: [ /home/auto-reload-nginx.sh ], livenessProbe: { httpGet: { path: /index.html, port: 80 }, initialDelaySeconds: 30, timeoutSeconds: 1 }',
      ],
      { api: 'v1', kind: 'ReplicationController' },
    ),
    useful: ['no-readiness', 'livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'kubernetes/examples, _archived/spark/spark-ui-proxy-controller.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: elsonrodriguez/spark-ui-proxy:1.0, ports: [ { containerPort: 80 } ], livenessProbe: { httpGet: { path: /, port: 80 }, initialDelaySeconds: 120, timeoutSeconds: 5 }',
      ],
      { api: 'v1', kind: 'ReplicationController' },
    ),
    useful: ['no-readiness', 'livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'kubernetes/examples, databases/cassandra/cassandra-statefulset.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: gcr.io/google-samples/cassandra:v14, ports: [ { name: intra-node, containerPort: 7000 }, { name: tls-intra-node, containerPort: 7001 }, { name: jmx, containerPort: 7199 }, { name: cql, containerPort: 9042 } ], livenessProbe: { exec: { command: [ /bin/bash, -c, nodetool status ] }, initialDelaySeconds: 15, timeoutSeconds: 5, periodSeconds: 10, failureThreshold: 3 }, readinessProbe: { exec: { command: [ /bin/bash, -c, /ready-probe.sh ] }, initialDelaySeconds: 15, timeoutSeconds: 5, periodSeconds: 10, failureThreshold: 3 }, lifecycle: { preStop: { exec: { command: [ /bin/sh, -c, nodetool drain ] } } }',
      ],
      { kind: 'StatefulSet', pod: 'terminationGracePeriodSeconds: 1800' },
    ),
  },
  {
    source: 'kubernetes/examples, _archived/selenium/selenium-hub-deployment.yaml',
    version: '2025-10-24',
    manifest: workload([
      'image: selenium/hub:4.0, ports: [ { containerPort: 4444 }, { containerPort: 4443 }, { containerPort: 4442 } ], livenessProbe: { httpGet: { path: /wd/hub/status, port: 4444 }, initialDelaySeconds: 30, timeoutSeconds: 5 }, readinessProbe: { httpGet: { path: /wd/hub/status, port: 4444 }, initialDelaySeconds: 30, timeoutSeconds: 5 }',
    ]),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
    unhelpful: {
      'livenessProbe.httpGet.path same-request': 'The hub has no dependency that a request needs.',
    },
  },
  {
    source: 'kubernetes/examples, _archived/newrelic-infrastructure/newrelic-infra-daemonset.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: newrelic/infrastructure, command: [ bash, -c, source /etc/kube-nr-infra/config && /usr/bin/newrelic-infra ]',
      ],
      { api: 'extensions/v1beta1', kind: 'DaemonSet', pod: 'hostNetwork: true' },
    ),
    useful: ['command signal-not-forwarded'],
  },
  {
    source: 'kubernetes/examples, _archived/newrelic/newrelic-daemonset.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: newrelic/nrsysmond, command: [ bash, -c, source /etc/kube-newrelic/config && /usr/sbin/nrsysmond -E -F ]',
      ],
      { kind: 'DaemonSet', pod: 'hostNetwork: true' },
    ),
    useful: ['command signal-not-forwarded'],
  },
  {
    source: 'kubernetes/examples, _archived/nodesjs-mongodb/web-controller-demo.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        "image: node:0.10.40, ports: [ { name: http-server, containerPort: 3000 } ], command: [ /bin/sh, -c ], args: [ cd /home && git clone https://github.com/ijason/NodeJS-Sample-App.git demo && cd demo/EmployeeDB/ && npm install && sed -i -- 's/localhost/mongo/g' app.js && node app.js ]",
      ],
      { api: 'v1', kind: 'ReplicationController' },
    ),
    useful: ['no-readiness', 'command signal-not-forwarded'],
  },
  {
    source: 'kubernetes/examples, _archived/spark/spark-gluster/spark-master-controller.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: registry.k8s.io/spark:1.5.2_v1, ports: [ { containerPort: 7077 } ], command: [ /start-master ]',
      ],
      { api: 'v1', kind: 'ReplicationController' },
    ),
    useful: ['no-readiness'],
  },
  {
    source: 'kubernetes/examples, _archived/spark/spark-gluster/spark-worker-controller.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: registry.k8s.io/spark:1.5.2_v1, ports: [ { containerPort: 8888 } ], command: [ /start-worker ]',
      ],
      { api: 'v1', kind: 'ReplicationController' },
    ),
    unhelpful: { 'no-readiness': 'No Service selects the workers.' },
  },
  {
    source: 'kubernetes/examples, _archived/javaweb-tomcat-sidecar/javaweb-2.yaml',
    version: '2025-10-24',
    manifest: workload(
      [
        'image: resouer/mytomcat:7.0, ports: [ { containerPort: 8080 } ], command: [ sh, -c, /opt/apache-tomcat-7.0.42-v2/bin/start.sh ]',
      ],
      { api: 'v1', kind: 'Pod' },
    ),
    useful: ['no-readiness'],
  },
]
