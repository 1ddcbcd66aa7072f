import { type Chart, httpGet, numbers } from './chart.ts'

const same = 'livenessProbe.httpGet.path same-request'
const delay = 'livenessProbe.initialDelaySeconds no-startup-probe'
const db = { name: 'db', check: () => {} }

/** Applications with a user interface, in languages other than JavaScript. */
export const applicationCharts: readonly Chart[] = [
  {
    chart: 'codecentric/keycloakx',
    version: '7.1.11',
    kind: 'StatefulSet',
    image: 'quay.io/keycloak/keycloak:26.5.6',
    container: `livenessProbe:${httpGet('/auth/health/live', 9000)}\n  initialDelaySeconds: 0\n  timeoutSeconds: 5\nreadinessProbe:${httpGet('/auth/health/ready', 9000)}\n  initialDelaySeconds: 10\n  timeoutSeconds: 1\nstartupProbe:${httpGet('/auth/health', 9000)}${numbers(15, 5, 1, 60)}`,
  },
  {
    chart: 'bitnami/keycloak',
    version: '25.4.0',
    kind: 'StatefulSet',
    image: 'docker.io/bitnami/keycloak:26',
    container: `livenessProbe:${httpGet('/health/live', 9000)}${numbers(120, 1, 5, 3)}\nreadinessProbe:${httpGet('/health/ready', 9000)}${numbers(30, 10, 1, 3)}`,
    useful: [
      'livenessProbe liveness-before-readiness',
      delay,
      'livenessProbe.timeoutSeconds timeout-above-period',
    ],
  },
  {
    chart: 'jenkins/jenkins',
    version: '5.9.53',
    kind: 'StatefulSet',
    image: 'docker.io/jenkins/jenkins:2.568.2',
    container: `startupProbe:${httpGet('/login')}\n  failureThreshold: 12\n  periodSeconds: 10\n  timeoutSeconds: 5\nlivenessProbe:${httpGet('/login')}\n  failureThreshold: 5\n  periodSeconds: 10\n  timeoutSeconds: 5\n  initialDelaySeconds:\nreadinessProbe:${httpGet('/login')}\n  failureThreshold: 3\n  periodSeconds: 10\n  timeoutSeconds: 5`,
    unhelpful: { [same]: 'A single Jenkins has no dependency and no other pod.' },
  },
  {
    chart: 'sentry/sentry, web',
    version: '25.20.0',
    image: 'ghcr.io/getsentry/sentry:24.9.0',
    container: `livenessProbe:${httpGet('/_health/')}${numbers(10, 10, 2, 5)}\nreadinessProbe:${httpGet('/_health/')}${numbers(10, 10, 2, 5)}`,
    useful: [same],
  },
  {
    chart: 'chatwoot/chatwoot, web',
    version: '2.0.23',
    image: 'chatwoot/chatwoot:v4.14.0',
    grace: 60,
    container: `livenessProbe:${httpGet('/health')}${numbers(15, 15, 5, 3)}\nreadinessProbe:${httpGet('/api')}${numbers(15, 5, 5, 3)}\nstartupProbe:${httpGet('/health')}${numbers(30, 10, 5, 60)}`,
  },
  {
    chart: 'litellm/litellm-helm',
    version: '2026-08',
    image: 'ghcr.io/berriai/litellm-database:main',
    grace: 90,
    container: `livenessProbe:${httpGet('/health/liveliness')}${numbers(0, 15, 5, 5)}\nreadinessProbe:${httpGet('/health/readiness')}${numbers(0, 10, 5, 3)}\nstartupProbe:${httpGet('/health/readiness')}${numbers(0, 10, 5, 30)}`,
    // Its default time limit for the database is 5 s: https://github.com/BerriAI/litellm/pull/34935
    application: {
      timeoutSeconds: 6.25,
      livenessPaths: ['/health/liveliness'],
      readinessPaths: ['/health/readiness'],
      readiness: [db],
    },
    useful: [
      'readinessProbe.timeoutSeconds budget',
      'startupProbe.httpGet.path startup-checks-readiness',
      'startupProbe.timeoutSeconds budget',
    ],
  },
  {
    chart: 'datahub/datahub-gms',
    version: '0.3.18',
    image: 'acryldata/datahub-gms:v1.7.0',
    // https://github.com/acryldata/datahub-helm/issues/721: the chart sets no timeoutSeconds and
    // has no value for it.
    container: `livenessProbe:${httpGet('/health')}\n  initialDelaySeconds: 60\n  periodSeconds: 30\n  failureThreshold: 8\nreadinessProbe:${httpGet('/health')}\n  initialDelaySeconds: 60\n  periodSeconds: 30\n  failureThreshold: 8`,
    application: {
      timeoutSeconds: 5,
      livenessPaths: ['/livez'],
      readinessPaths: ['/health'],
      readiness: [db],
    },
    useful: [
      'livenessProbe.httpGet.path liveness-checks-readiness',
      delay,
      'readinessProbe budget',
      'readinessProbe.initialDelaySeconds readiness-delay',
    ],
  },
]
