import { type Chart, exec, numbers, tcpSocket } from './chart.ts'

const sameCommand = 'livenessProbe same-request'
const delay = 'livenessProbe.initialDelaySeconds no-startup-probe'

/** Databases, caches and queues, whose probes run a command. */
export const databaseCharts: readonly Chart[] = [
  {
    chart: 'bitnami/postgresql',
    version: '17.1.0',
    kind: 'StatefulSet',
    image: 'docker.io/bitnami/postgresql:18',
    container: `livenessProbe:${exec('pg_isready')}${numbers(30, 10, 5, 6)}\nreadinessProbe:${exec('pg_isready')}${numbers(5, 10, 5, 6)}`,
    useful: [delay],
  },
  {
    chart: 'bitnami/mysql',
    version: '14.0.5',
    kind: 'StatefulSet',
    image: 'docker.io/bitnami/mysql:9',
    container: `startupProbe:${exec('mysqladmin, status')}${numbers(15, 10, 1, 10)}\nlivenessProbe:${exec('mysqladmin, status')}${numbers(5, 10, 1, 3)}\nreadinessProbe:${exec('mysqladmin, status')}${numbers(5, 10, 1, 3)}`,
  },
  {
    chart: 'bitnami/mongodb',
    version: '17.0.2',
    image: 'docker.io/bitnami/mongodb:8',
    container: `livenessProbe:${exec('ping-mongodb.sh')}${numbers(30, 20, 10, 6)}\nreadinessProbe:${exec('readiness-probe.sh')}${numbers(5, 10, 5, 6)}`,
    useful: [delay],
  },
  {
    chart: 'bitnami/redis',
    version: '23.1.1',
    kind: 'StatefulSet',
    image: 'docker.io/bitnami/redis:8',
    // The time limits of the commands are 5 s and 1 s, and the chart adds 1 s to each.
    container: `livenessProbe:${exec('timeout, "5", redis-cli, ping')}${numbers(20, 5, 6, 5)}\nreadinessProbe:${exec('timeout, "1", redis-cli, ping')}${numbers(20, 5, 2, 5)}`,
    useful: ['livenessProbe.timeoutSeconds timeout-above-period'],
  },
  {
    chart: 'bitnami/memcached',
    version: '8.0.0',
    image: 'docker.io/bitnami/memcached:1',
    container: `livenessProbe:${exec('pgrep, memcached')}${numbers(30, 10, 5, 6)}\nreadinessProbe:${tcpSocket}${numbers(5, 5, 3, 6)}`,
    useful: [delay],
  },
  {
    chart: 'bitnami/rabbitmq',
    version: '16.0.16',
    kind: 'StatefulSet',
    image: 'docker.io/bitnami/rabbitmq:4',
    grace: 120,
    container: `livenessProbe:${exec('sh, -c, "curl -f 127.0.0.1:15672/api/health"')}${numbers(120, 30, 20, 6)}\nreadinessProbe:${exec('sh, -c, "curl -f 127.0.0.1:15672/api/health"')}${numbers(10, 30, 20, 3)}`,
    useful: [delay],
  },
  {
    chart: 'authzed/spicedb-operator',
    version: '2026-06-12',
    image: 'authzed/spicedb:v1',
    container: `livenessProbe:${exec('grpc_health_probe, -v, "-addr=localhost:50051"')}${numbers(60, 10, 5, 5)}\nreadinessProbe:${exec('grpc_health_probe, -v, "-addr=localhost:50051"')}${numbers(0, 10, 5, 5)}`,
    useful: [sameCommand, delay],
  },
  {
    chart: 'hashicorp/vault, server',
    version: '0.34.1',
    kind: 'StatefulSet',
    image: 'hashicorp/vault:2.0.4',
    grace: 10,
    container: `readinessProbe:${exec('/bin/sh, -ec, vault status -tls-skip-verify')}${numbers(5, 5, 3, 2)}\nlifecycle: { preStop: { exec: { command: [/bin/sh, -c, "sleep 5 && kill -SIGTERM $(pidof vault)"] } } }`,
  },
]
