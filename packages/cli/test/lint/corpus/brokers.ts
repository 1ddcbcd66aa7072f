import { type Entry, workload } from './entry.ts'

/** Message brokers and search. */
export const brokers: readonly Entry[] = [
  {
    source:
      'confluentinc/confluent-kubernetes-examples, flink/oauth/clientCredentials/dependencies/keycloak/keycloak.yaml',
    version: '2026-08-06',
    manifest: workload([
      'image: quay.io/keycloak/keycloak:22.0.1, ports: [ { name: http, containerPort: 8080 } ], readinessProbe: { httpGet: { path: /realms/master, port: 8080 } }',
    ]),
  },
  {
    source:
      'confluentinc/confluent-kubernetes-examples, security/oauth/client_assertion/idp_with_certs/keycloak_deploy.yaml',
    version: '2026-08-06',
    manifest: workload([
      'image: quay.io/keycloak/keycloak:22.0.1, ports: [ { name: http, containerPort: 8080 }, { name: https, containerPort: 8443 } ], readinessProbe: { httpGet: { path: /realms/master, port: 8443, scheme: HTTPS }, initialDelaySeconds: 10, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 }',
    ]),
  },
  {
    source:
      'confluentinc/confluent-kubernetes-examples, connector/replicator-with-monitoring/secure-producer-app-data.yaml',
    version: '2026-08-06',
    manifest: workload(['image: confluentinc/cp-kafka:latest'], { kind: 'StatefulSet' }),
  },
  {
    source:
      'confluentinc/confluent-kubernetes-examples, hybrid/multi-region-clusters/internal-listeners/networking/network-test/busybox-central.yaml',
    version: '2026-08-06',
    manifest: workload(['image: busybox, command: [ sleep, "3600" ]'], { kind: 'StatefulSet' }),
  },
  {
    source:
      'confluentinc/confluent-kubernetes-examples, hybrid/ccloud-JDBC-mysql-mountedVolumes/step3-pv-pod.yaml',
    version: '2026-08-06',
    manifest: workload(['image: centos, command: [ /bin/sleep, 3650d ]'], {
      api: 'v1',
      kind: 'Pod',
    }),
  },
  {
    source: 'elastic/cloud-on-k8s, config/recipes/elastic-agent/ksm-sharding.yaml',
    version: '2026-08-21',
    manifest: workload(
      [
        'image: registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.10.0, ports: [ { name: http-metrics, containerPort: 8080 }, { name: telemetry, containerPort: 8081 } ], livenessProbe: { httpGet: { path: /healthz, port: 8080 }, initialDelaySeconds: 5, timeoutSeconds: 5 }, readinessProbe: { httpGet: { path: /, port: 8081 }, initialDelaySeconds: 5, timeoutSeconds: 5 }',
      ],
      {
        api: 'agent.k8s.elastic.co/v1alpha1',
        kind: 'Agent',
        path: 'spec.statefulSet.podTemplate.spec',
      },
    ),
  },
  {
    source: 'elastic/cloud-on-k8s, config/recipes/gclb/01-elastic-stack.yaml, hulk, Elasticsearch',
    version: '2026-08-21',
    manifest: workload(['readinessProbe: { httpGet: { scheme: HTTPS, port: 9200 } }'], {
      api: 'elasticsearch.k8s.elastic.co/v1',
      kind: 'Elasticsearch',
      path: 'spec.nodeSets.0.podTemplate.spec',
    }),
  },
  {
    source: 'elastic/cloud-on-k8s, config/recipes/gclb/01-elastic-stack.yaml, hulk, Kibana',
    version: '2026-08-21',
    manifest: workload(
      ['readinessProbe: { httpGet: { scheme: HTTPS, path: /api/status, port: 5601 } }'],
      { api: 'kibana.k8s.elastic.co/v1', kind: 'Kibana', path: 'spec.podTemplate.spec' },
    ),
  },
  {
    source: 'elastic/cloud-on-k8s, config/recipes/gclb/99-kibana-path.yaml',
    version: '2026-08-21',
    manifest: workload(
      ['readinessProbe: { httpGet: { scheme: HTTPS, path: /kibana/api/status, port: 5601 } }'],
      { api: 'kibana.k8s.elastic.co/v1', kind: 'Kibana', path: 'spec.podTemplate.spec' },
    ),
  },
  {
    source: 'strimzi/strimzi-kafka-operator, examples/metrics/grafana-install/grafana.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: grafana/grafana:7.4.5, ports: [ { name: grafana, containerPort: 3000 } ], livenessProbe: { httpGet: { path: /api/health, port: 3000 }, initialDelaySeconds: 15, periodSeconds: 20 }, readinessProbe: { httpGet: { path: /api/health, port: 3000 }, initialDelaySeconds: 5, periodSeconds: 10 }',
    ]),
    useful: ['livenessProbe.httpGet.path liveness-checks-dependency'],
  },
  {
    source: 'strimzi/strimzi-kafka-operator, examples/metrics/kube-state-metrics/ksm.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.16.0, ports: [ { name: http, containerPort: 8080 } ], livenessProbe: { failureThreshold: 3, httpGet: { path: /livez, port: 8080, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 5 }, readinessProbe: { failureThreshold: 3, httpGet: { path: /readyz, port: 8081, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 5 }',
    ]),
    wrong: {
      'readinessProbe.httpGet.port undeclared-port':
        'The application listens on this port without a declaration.',
    },
  },
  {
    source: 'strimzi/strimzi-kafka-operator, install/access-operator/050-Deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/strimzi/access-operator:0.3.0, ports: [ { name: http, containerPort: 8080 } ], livenessProbe: { httpGet: { path: /healthy, port: http }, initialDelaySeconds: 10, periodSeconds: 30 }, readinessProbe: { httpGet: { path: /ready, port: http }, initialDelaySeconds: 10, periodSeconds: 30 }',
    ]),
  },
  {
    source: 'strimzi/strimzi-kafka-operator, install/drain-cleaner/certmanager/060-Deployment.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/strimzi/drain-cleaner:1.6.1, ports: [ { name: http, containerPort: 8080 }, { name: https, containerPort: 8443 } ], livenessProbe: { httpGet: { path: /health, port: http }, initialDelaySeconds: 10, periodSeconds: 30 }, readinessProbe: { httpGet: { path: /health, port: http }, initialDelaySeconds: 10, periodSeconds: 30 }',
    ]),
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'The software has no dependency, so both probes can send this request.',
    },
  },
  {
    source:
      'strimzi/strimzi-kafka-operator, install/topic-operator/05-Deployment-strimzi-topic-operator.yaml',
    version: '2026-08-22',
    manifest: workload([
      'image: quay.io/strimzi/operator:1.2.0, livenessProbe: { httpGet: { path: /healthy, port: 8080 }, initialDelaySeconds: 10, periodSeconds: 30 }, readinessProbe: { httpGet: { path: /ready, port: 8080 }, initialDelaySeconds: 10, periodSeconds: 30 }',
    ]),
  },
]
