import { describe, expect, test } from 'vitest'
import { exitCodeOf } from '../../src/lint/finding.ts'
import { brief, deployment, lintText, ready } from './manifests.ts'

const http = (path: string) => `httpGet: { path: "${path}", port: http }`
const live = (probe: string, image?: string) =>
  lintText(deployment(`${ready}\nlivenessProbe: { ${probe} }`, '', image))

describe('timeoutSeconds', () => {
  test.each([
    ['timeoutSeconds: 11', ['livenessProbe.timeoutSeconds timeout-above-period']],
    ['timeoutSeconds: 10', []],
    ['timeoutSeconds: 5, periodSeconds: 5', []],
    ['timeoutSeconds: 5, periodSeconds: 1', ['livenessProbe.timeoutSeconds timeout-above-period']],
    ['periodSeconds: 0, timeoutSeconds: 9', ['livenessProbe.periodSeconds zero-is-default']],
  ])('is no longer than the period: %s', (numbers, expected) => {
    expect(brief(live(`${http('/healthz')}, ${numbers}`))).toEqual(expected)
  })
})

describe('a command', () => {
  const limits: readonly (readonly [string, number])[] = [
    ['[readyz, probe, http://localhost:8000/healthz, --timeout, 2s]', 2],
    ['[npx, readyz, probe, --timeout=2500ms, http://localhost]', 2.5],
    ['[sh, -c, "timeout 3 redis-cli ping | grep PONG"]', 3],
    ['[timeout, -s9, 1m, check]', 60],
    ['[curl, -fsS, --max-time, "4", http://localhost]', 4],
    ['[sh, -c, "curl -m4 localhost || exit 1"]', 4],
    ['[readyz, probe, http://localhost:8000/healthz]', 1],
    ['[pg_isready, -U, me, -t, "5"]', 5],
  ]
  test.each(limits)('%s ends before the kubelet does', (command, limit) => {
    const probe = (seconds: number) =>
      `exec: { command: ${command} }, timeoutSeconds: ${seconds}, periodSeconds: 99`
    const enough = Math.floor(limit) + 1
    expect(live(probe(enough))).toEqual([])
    const findings = live(probe(Math.max(1, Math.floor(limit))))
    expect(brief(findings)).toEqual(['livenessProbe.timeoutSeconds budget'])
    expect(findings[0]?.instead).toContain(`timeoutSeconds: ${enough},`)
  })

  test.each([
    '[cat, /tmp/healthy]',
    '[check, --timeout, "9"]',
    '[timeout, "0", check]',
    '[curl, localhost]',
  ])('%s does not tell', (command) => {
    expect(live(`exec: { command: ${command} }`)).toEqual([])
  })

  test('counts with the default of 1 s', () => {
    expect(brief(live('exec: { command: [timeout, "1", check] }'))).toEqual([
      'livenessProbe budget',
    ])
  })
})

describe('liveness', () => {
  test.each([
    '/ready',
    '/readyz',
    '/readiness',
    '/health/ready',
    '/-/readiness',
    '/healthz/readiness',
    '/Ready?verbose',
    '/api/ready/',
    '/is-ready',
  ])('asks no path of readiness such as %s', (path) => {
    expect(brief(live(http(path)))).toEqual([
      'livenessProbe.httpGet.path liveness-checks-readiness',
    ])
  })

  test('asks what the kubelet makes of a path', () => {
    expect(live(http('//ready'))).toEqual([])
    expect(brief(live(http('//web/ready')))).toEqual([
      'livenessProbe.httpGet.path liveness-checks-readiness',
    ])
    expect(live(http('/healthz#/ready'))).toEqual([])
  })

  test.each([
    '/',
    '/healthz',
    '/already',
    '/read',
    '/healthz?ready=1',
    '/spread',
    '/reader/status',
  ])('may ask %s', (path) => {
    expect(live(http(path))).toEqual([])
  })

  test.each([
    ['/actuator/health', 'registry.example/app'],
    ['/q/health', 'registry.example/app'],
    ['/healthz?full=true', 'quay.io/argoproj/argocd:v3.4.4'],
    ['/api/health', 'docker.io/grafana/grafana:12.3.1'],
    ['/server/health', 'directus/directus:11'],
    ['/_health', 'outlinewiki/outline:1'],
  ])('asks nothing known to ask a dependency: %s of %s', (path, image) => {
    const findings = live(http(path), image)
    expect(brief(findings)).toEqual(['livenessProbe.httpGet.path liveness-checks-dependency'])
    // It is known of the release that somebody looked at, not of this one.
    expect(findings[0]?.severity).toBe('warning')
  })

  test.each([
    ['/actuator/health/liveness', 'registry.example/app'],
    ['/q/health/live', 'registry.example/app'],
    ['/api/health', 'registry.example/app'],
    ['/healthz', 'quay.io/argoproj/argocd:v3.4.4'],
  ])('may ask %s of %s', (path, image) => {
    expect(live(http(path), image)).toEqual([])
  })

  test.each([
    ['{ path: /health, port: http }', '{ path: /health, port: http }', true],
    ['{ path: /health, port: 8000 }', '{ path: /health, port: http }', true],
    ['{ port: http }', '{ path: /, port: http }', true],
    ['{ path: /health?a, port: http }', '{ path: /health?b, port: http }', false],
    ['{ path: /health, port: 8001 }', '{ path: /health, port: http }', false],
  ])('asks %s, readiness %s', (one, other, isSame) => {
    const text = deployment(
      `livenessProbe: { httpGet: ${one} }\nreadinessProbe: { httpGet: ${other} }`,
    )
    expect(lintText(text).map(({ rule }) => rule)).toEqual(isSame ? ['same-request'] : [])
  })

  test.each([
    'node:24',
    'docker.io/library/node@sha256:0',
    'gcr.io/distroless/nodejs24-debian13',
    'registry:5000/ghost:6',
    'n8nio/n8n',
  ])('of Node is more than a connection: %s', (image) => {
    const findings = live('tcpSocket: { port: http }', image)
    expect(brief(findings)).toEqual(['livenessProbe.tcpSocket tcp-liveness'])
    expect(exitCodeOf(findings)).toBe(1)
  })

  test.each([
    'command: [node, server.js]',
    'command: [/usr/local/bin/node, server.js]',
    'args: [npm, start]',
    'command: [sh, -c, node server.js]',
    'env: [{ name: NODE_ENV, value: production }]',
  ])('of Node is known by %s', (line) => {
    const text = deployment(`${ready}\nlivenessProbe: { tcpSocket: { port: http } }\n${line}`)
    expect(brief(lintText(text))).toEqual(['livenessProbe.tcpSocket tcp-liveness'])
  })

  test.each(['postgres:18', 'prom/node-exporter', 'redis', 'example/nodepool'])(
    'of %s may be one',
    (image) => {
      expect(live('tcpSocket: { port: http }', image)).toEqual([])
    },
  )
})

describe('a startup probe', () => {
  test.each([
    ['initialDelaySeconds: 29', []],
    ['initialDelaySeconds: 30', ['livenessProbe.initialDelaySeconds no-startup-probe']],
  ])('stands in for %s', (delay, expected) => {
    expect(brief(live(`${http('/healthz')}, ${delay}`))).toEqual(expected)
  })

  test('leaves twice the time', () => {
    const [finding] = live(`${http('/healthz')}, initialDelaySeconds: 60`)
    expect(finding?.instead).toContain('`failureThreshold: 25`, which leaves at least 120 s')
  })

  test('is not missed where it is', () => {
    const startup = `startupProbe: { ${http('/healthz')} }`
    const text = `${ready}\n${startup}\nlivenessProbe: { ${http('/healthz')}, initialDelaySeconds: 60 }`
    expect(lintText(deployment(text))).toEqual([])
  })
})

describe('readiness', () => {
  const text = (kind: string, containers: string, rest = '') =>
    lintText(
      `apiVersion: ${kind.endsWith('Job') ? 'batch/v1' : 'v1'}\nkind: ${kind}\nspec: ${kind === 'Job' ? '{ template: { spec: ' : ''}{ ${rest} containers: [${containers}] }${kind === 'Job' ? ' } }' : ''}`,
    ).map(({ field, rule }) => `${field} ${rule}`)
  const asked = 'readinessProbe: { exec: { command: [a] } }'

  test.each([
    [
      'no container is asked',
      'Pod',
      '{ name: a }, { name: b }',
      '',
      ['spec.containers[0] no-readiness'],
    ],
    ['one of two speaks for both', 'Pod', `{ name: a }, { name: b, ${asked} }`, '', []],
    [
      'one of two only lives',
      'Pod',
      `{ name: a, livenessProbe: { exec: { command: [a] } } }, { name: b, ${asked} }`,
      '',
      ['spec.containers[0] no-readiness'],
    ],
    ['it ends by itself', 'Pod', '{ name: a }', 'restartPolicy: Never,', []],
    ['it is a job that says nothing of its end', 'Job', '{ name: a }', '', []],
    ['it is a job', 'Job', '{ name: a }', 'restartPolicy: OnFailure,', []],
  ])('is missed, or not, where %s', (_, kind, containers, rest, expected) => {
    expect(text(kind, containers, rest)).toEqual(expected)
  })
})

describe('a secret', () => {
  test.each([
    '/healthz?token=hunter2',
    '/healthz?a=1&api_key=hunter2',
    '/healthz?X-Auth-Token=hunter2',
    '/healthz?access_token=hunter2#a',
    '/healthz?password=hunter2',
    '/?key=hunter2',
  ])('in %s is found, and not shown', (path) => {
    const findings = live(http(path))
    expect(brief(findings)).toEqual(['livenessProbe.httpGet.path secret-in-url'])
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  test('in the host is found, and not shown', () => {
    const findings = live('httpGet: { host: "me:hunter2@web", port: http }')
    expect(brief(findings)).toEqual(['livenessProbe.httpGet.host secret-in-url'])
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  test.each([
    '/healthz',
    '/healthz?verbose',
    '/healthz?token=',
    '/token?format=json',
    '/healthz?monkey=1',
    '/health?exclude=authors',
    '/v1/sys/health?standbyok=true',
  ])('is none in %s', (path) => {
    expect(live(http(path))).toEqual([])
  })
})

test('a good manifest and its warnings let a build pass, and an error does not', () => {
  expect(exitCodeOf(lintText(deployment(ready)))).toBe(0)
  const warned = live(`${http('/healthz')}, initialDelaySeconds: 60`)
  expect(warned.map(({ severity }) => severity)).toEqual(['warning'])
  expect(exitCodeOf(warned)).toBe(0)
  expect(exitCodeOf(live(http('/ready')))).toBe(1)
})
