import { type Entry, workload } from './entry.ts'

/** Templates of OpenShift. */
export const openshift: readonly Entry[] = [
  {
    source:
      'openshift/library, arch/aarch64/official/django/templates/django-psql-example.json, name',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: " ", ports: [ { containerPort: 8080 } ], livenessProbe: { httpGet: { path: /health, port: 8080 }, initialDelaySeconds: 30, timeoutSeconds: 3 }, readinessProbe: { httpGet: { path: /health, port: 8080 }, initialDelaySeconds: 3, timeoutSeconds: 3 }',
      ],
      { api: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
    ),
    useful: [
      'livenessProbe.httpGet.path same-request',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
  },
  {
    source:
      'openshift/library, arch/aarch64/official/django/templates/django-psql-example.json, database_service_name',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: " ", ports: [ { containerPort: 5432 } ], livenessProbe: { exec: { command: [ /usr/libexec/check-container, --live ] }, initialDelaySeconds: 120, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ /usr/libexec/check-container ] }, initialDelaySeconds: 5, timeoutSeconds: 1 }',
      ],
      { api: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source:
      'openshift/library, arch/aarch64/official/jenkins/templates/jenkins-ephemeral-monitored.json',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: " ", livenessProbe: { failureThreshold: 2, httpGet: { path: /login, port: 8080 }, initialDelaySeconds: 420, periodSeconds: 360, timeoutSeconds: 240 }, readinessProbe: { httpGet: { path: /login, port: 8080 }, initialDelaySeconds: 3, timeoutSeconds: 240 }',
      ],
      { api: 'apps.openshift.io/v1', kind: 'DeploymentConfig', pod: 'restartPolicy: Always' },
    ),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'readinessProbe.timeoutSeconds timeout-above-period',
    ],
    unhelpful: {
      'livenessProbe.httpGet.path same-request':
        'A single Jenkins has no dependency and no other pod.',
    },
  },
  {
    source:
      'openshift/library, arch/aarch64/official/nodejs/templates/nodejs-postgresql-example.json, name',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: " ", ports: [ { containerPort: 8080 } ], livenessProbe: { httpGet: { path: /, port: 8080 }, initialDelaySeconds: 30, timeoutSeconds: 3 }, readinessProbe: { httpGet: { path: /, port: 8080 }, initialDelaySeconds: 3, timeoutSeconds: 3 }',
      ],
      { api: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
    ),
    useful: [
      'livenessProbe.httpGet.path same-request',
      'livenessProbe.initialDelaySeconds no-startup-probe',
    ],
  },
  {
    source:
      'openshift/library, arch/aarch64/official/nodejs/templates/nodejs-postgresql-example.json, database_service_name',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: " ", ports: [ { containerPort: 5432 } ], livenessProbe: { initialDelaySeconds: 30, tcpSocket: { port: 5432 }, timeoutSeconds: 1 }',
      ],
      { api: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
    ),
    useful: ['no-readiness', 'livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source:
      'openshift/library, arch/ppc64le/official/sso/templates/sso75-ocp4-x509-postgresql-persistent.json',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: postgresql, ports: [ { containerPort: 5432 } ], livenessProbe: { failureThreshold: 3, initialDelaySeconds: 90, "successThreshold:": 1, tcpSocket: { port: 5432 }, timeoutSeconds: 10 }, readinessProbe: { exec: { command: [ /bin/sh, -i, -c, psql -h 127.0.0.1 -U $POSTGRESQL_USER -q -d $POSTGRESQL_DATABASE -c \'SELECT 1\' ] }, failureThreshold: 3, initialDelaySeconds: 90, "successThreshold:": 1, timeoutSeconds: 10 }',
      ],
      {
        api: 'apps.openshift.io/v1',
        kind: 'DeploymentConfig',
        pod: 'terminationGracePeriodSeconds: 60',
      },
    ),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'livenessProbe["successThreshold:"] schema',
      'readinessProbe.initialDelaySeconds readiness-delay',
      'readinessProbe["successThreshold:"] schema',
    ],
  },
  {
    source: 'openshift/library, arch/ppc64le/official/sso/templates/sso75-postgresql.json',
    version: '2026-08-20',
    manifest: workload(
      [
        "image: postgresql, ports: [ { containerPort: 5432 } ], livenessProbe: { initialDelaySeconds: 30, tcpSocket: { port: 5432 }, timeoutSeconds: 1 }, readinessProbe: { exec: { command: [ /bin/sh, -i, -c, psql -h 127.0.0.1 -U $POSTGRESQL_USER -q -d $POSTGRESQL_DATABASE -c 'SELECT 1' ] }, initialDelaySeconds: 5, timeoutSeconds: 1 }",
      ],
      {
        api: 'apps.openshift.io/v1',
        kind: 'DeploymentConfig',
        pod: 'terminationGracePeriodSeconds: 60',
      },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'openshift/library, arch/x86_64/official/amq/templates/amq63-basic.json',
    version: '2026-08-20',
    manifest: workload(
      [
        'image: jboss-amq-63, ports: [ { name: jolokia, containerPort: 8778 }, { name: amqp, containerPort: 5672 }, { name: mqtt, containerPort: 1883 }, { name: stomp, containerPort: 61613 }, { name: tcp, containerPort: 61616 } ], readinessProbe: { exec: { command: [ /bin/bash, -c, /opt/amq/bin/readinessProbe.sh ] } }',
      ],
      { api: 'v1', kind: 'DeploymentConfig', pod: 'terminationGracePeriodSeconds: 60' },
    ),
  },
  {
    source: 'openshift/nodejs-ex, openshift/templates/nodejs-mongodb-persistent.json, name',
    version: '2020-09-23',
    manifest: workload(
      [
        'image: " ", ports: [ { containerPort: 8080 } ], livenessProbe: { timeoutSeconds: 3, initialDelaySeconds: 30, httpGet: { path: /, port: 8080 } }, readinessProbe: { timeoutSeconds: 3, initialDelaySeconds: 3, httpGet: { path: /, port: 8080 } }',
      ],
      { api: 'v1', kind: 'DeploymentConfig' },
    ),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'livenessProbe.httpGet.path same-request',
    ],
  },
  {
    source:
      'openshift/nodejs-ex, openshift/templates/nodejs-mongodb-persistent.json, database_service_name',
    version: '2020-09-23',
    manifest: workload(
      [
        'image: " ", ports: [ { containerPort: 27017 } ], livenessProbe: { timeoutSeconds: 1, initialDelaySeconds: 30, tcpSocket: { port: 27017 } }, readinessProbe: { timeoutSeconds: 1, initialDelaySeconds: 3, exec: { command: [ /bin/sh, -i, -c, mongo 127.0.0.1:27017/$MONGODB_DATABASE -u $MONGODB_USER -p $MONGODB_PASSWORD --eval="quit()" ] } }',
      ],
      { api: 'v1', kind: 'DeploymentConfig' },
    ),
    useful: ['livenessProbe.initialDelaySeconds no-startup-probe'],
  },
  {
    source: 'sclorg/nodejs-ex, openshift/templates/nodejs-postgresql-persistent.json, name',
    version: '2025-04-24',
    manifest: workload([
      'image: " ", ports: [ { containerPort: 8080 } ], livenessProbe: { timeoutSeconds: 3, initialDelaySeconds: 30, httpGet: { path: /, port: 8080 } }, readinessProbe: { timeoutSeconds: 3, initialDelaySeconds: 3, httpGet: { path: /, port: 8080 } }',
    ]),
    useful: [
      'livenessProbe.initialDelaySeconds no-startup-probe',
      'livenessProbe.httpGet.path same-request',
    ],
  },
  {
    source:
      'sclorg/nodejs-ex, openshift/templates/nodejs-postgresql-persistent.json, database_service_name',
    version: '2025-04-24',
    manifest: workload([
      'image: " ", ports: [ { containerPort: 5432 } ], livenessProbe: { timeoutSeconds: 1, initialDelaySeconds: 30, tcpSocket: { port: 5432 } }',
    ]),
    useful: ['no-readiness', 'livenessProbe.initialDelaySeconds no-startup-probe'],
  },
]
