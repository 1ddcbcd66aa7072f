import { type Chart, exec, httpGet, numbers } from './chart.ts'

const same = 'livenessProbe.httpGet.path same-request'
const delay = 'livenessProbe.initialDelaySeconds no-startup-probe'
const slow = 'livenessProbe.timeoutSeconds timeout-above-period'
const dependency = 'livenessProbe.httpGet.path liveness-checks-dependency'

/** Software that operates a cluster. */
export const platformCharts: readonly Chart[] = [
  {
    chart: 'argo/argo-cd, server',
    version: '10.1.1',
    image: 'quay.io/argoproj/argocd:v3.4.4',
    grace: 30,
    container: `livenessProbe:${httpGet('/healthz?full=true')}${numbers(10, 10, 1, 3)}\nreadinessProbe:${httpGet('/healthz')}${numbers(10, 10, 1, 3)}`,
  },
  {
    chart: 'grafana/grafana',
    version: '10.5.15',
    image: 'docker.io/grafana/grafana:12.3.1',
    container: `readinessProbe:${httpGet('/api/health')}\nlivenessProbe:${httpGet('/api/health')}\n  initialDelaySeconds: 60\n  timeoutSeconds: 30\n  failureThreshold: 10`,
    useful: [dependency, delay, slow],
  },
  {
    chart: 'ingress-nginx/ingress-nginx',
    version: '4.15.1',
    image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1',
    grace: 300,
    container: `livenessProbe:${httpGet('/healthz', 10254)}${numbers(10, 10, 1, 5)}\nreadinessProbe:${httpGet('/healthz', 10254)}${numbers(10, 10, 1, 3)}\nlifecycle: { preStop: { exec: { command: [/wait-shutdown] } } }`,
    unhelpful: {
      [same]: 'The controller has one health endpoint, which checks only its own processes.',
    },
  },
  {
    chart: 'traefik/traefik',
    version: '41.3.0',
    image: 'docker.io/traefik:v3.7.11',
    grace: 60,
    container: `readinessProbe:${httpGet('/ping', 8080)}${numbers(2, 10, 2, 1)}\nlivenessProbe:${httpGet('/ping', 8080)}${numbers(2, 10, 2, 3)}`,
    unhelpful: { [same]: 'Traefik has one health endpoint, which checks only the process.' },
  },
  {
    chart: 'cert-manager/cert-manager, controller',
    version: '2026-08-22',
    image: 'quay.io/jetstack/cert-manager-controller:v1',
    container: `livenessProbe:${httpGet('/livez')}${numbers(10, 10, 15, 8)}`,
    useful: [slow],
    unhelpful: { 'no-readiness': 'The controller receives no requests.' },
  },
  {
    chart: 'cert-manager/cert-manager, webhook',
    version: '2026-08-22',
    image: 'quay.io/jetstack/cert-manager-webhook:v1',
    container: `livenessProbe:${httpGet('/livez')}${numbers(60, 10, 1, 3)}\nreadinessProbe:${httpGet('/healthz')}${numbers(5, 5, 1, 3)}`,
    unhelpful: {
      [delay]: 'The webhook starts in a few seconds, so a startup probe changes little.',
    },
  },
  {
    chart: 'prometheus-community/prometheus',
    version: '29.27.0',
    image: 'quay.io/prometheus/prometheus:v3.14.0',
    grace: 300,
    container: `readinessProbe:${httpGet('/-/ready', 9090)}${numbers(30, 5, 4, 3)}\nlivenessProbe:${httpGet('/-/healthy', 9090)}${numbers(30, 15, 10, 3)}`,
    useful: [delay],
  },
  {
    chart: 'prometheus-community/prometheus-node-exporter',
    version: '4.56.1',
    kind: 'DaemonSet',
    image: 'quay.io/prometheus/node-exporter:v1.12.1',
    container: `livenessProbe:${httpGet('/', 9100)}${numbers(0, 10, 1, 3)}\nreadinessProbe:${httpGet('/', 9100)}${numbers(0, 10, 1, 3)}`,
    unhelpful: { [same]: 'The exporter has no dependency.' },
  },
  {
    chart: 'metrics-server/metrics-server',
    version: '3.13.1',
    image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.1',
    container: `livenessProbe:${httpGet('/livez', 10250, 'HTTPS')}\n  initialDelaySeconds: 0\n  periodSeconds: 10\n  failureThreshold: 3\nreadinessProbe:${httpGet('/readyz', 10250, 'HTTPS')}\n  initialDelaySeconds: 20\n  periodSeconds: 10\n  failureThreshold: 3`,
  },
  {
    chart: 'hashicorp/vault, injector',
    version: '0.34.1',
    image: 'hashicorp/vault-k8s:1',
    container: `livenessProbe:${httpGet('/health/ready', 8080, 'HTTPS')}${numbers(5, 2, 5, 2)}\nreadinessProbe:${httpGet('/health/ready', 8080, 'HTTPS')}${numbers(5, 2, 5, 2)}\nstartupProbe:${httpGet('/health/ready', 8080, 'HTTPS')}${numbers(5, 5, 5, 12)}`,
    useful: [
      'livenessProbe.httpGet.path liveness-checks-readiness',
      slow,
      'readinessProbe.timeoutSeconds timeout-above-period',
      'startupProbe.httpGet.path startup-checks-readiness',
    ],
  },
  {
    chart: 'libretranslate/libretranslate',
    version: '2025-07-08',
    image: 'libretranslate/libretranslate:v1',
    // https://github.com/LibreTranslate/helm-chart/pull/9: the script waits for 60 s, and the
    // probes have no timeout.
    container: `livenessProbe:${exec('timeout, "60", python, scripts/healthcheck.py')}\nreadinessProbe:${exec('timeout, "60", python, scripts/healthcheck.py')}`,
    useful: ['livenessProbe budget', 'readinessProbe budget'],
    unhelpful: { 'livenessProbe same-request': 'The server has no dependency.' },
  },
]
