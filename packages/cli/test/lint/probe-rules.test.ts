import { describe, expect, test } from 'vitest'
import { exitCodeOf } from '../../src/lint/finding.ts'
import { brief, deployment, http, lintLiveness, lintText, ready } from './manifests.ts'

describe('the rule timeout-above-period', () => {
  test.each([
    ['timeoutSeconds: 11', ['livenessProbe.timeoutSeconds timeout-above-period']],
    ['timeoutSeconds: 10', []],
    ['timeoutSeconds: 5, periodSeconds: 5, failureThreshold: 9', []],
    [
      'timeoutSeconds: 5, periodSeconds: 1, failureThreshold: 99',
      ['livenessProbe.timeoutSeconds timeout-above-period'],
    ],
    ['periodSeconds: 0, timeoutSeconds: 9', ['livenessProbe.periodSeconds zero-is-default']],
  ])('finds a timeoutSeconds that is longer than periodSeconds: %s', (numbers, expected) => {
    expect(brief(lintLiveness(`${http('/healthz')}, ${numbers}`))).toEqual(expected)
  })
})

describe('the rule budget for a command', () => {
  const limits: readonly (readonly [string, number])[] = [
    ['[readyz, probe, http://localhost:8000/healthz, --timeout, 2s]', 2],
    ['[npx, readyz, probe, --timeout=2500ms, http://localhost]', 2.5],
    ['[sh, -c, "timeout 3 redis-cli ping | grep PONG"]', 3],
    ['[timeout, -s9, 1m, check]', 60],
    ['[curl, -fsS, --max-time, "4", http://localhost]', 4],
    ['[sh, -c, "curl -fm4 localhost || exit 1"]', 4],
    ['[readyz, probe, http://localhost:8000/healthz]', 1],
    ['[pg_isready, -U, me, -t, "5"]', 5],
    ['[pg_isready, -U, me]', 3],
    ['[timeout, -s, "9", "3", check]', 3],
    ['[timeout, -k, "10", "4", check]', 4],
    ['[timeout, --signal=KILL, --kill-after, 5s, 1.5m, check]', 90],
    ['[timeout, -t, "6", check]', 6],
    ['[timeout, "3", pg_isready, -t, "9"]', 3],
    ['[grpc_health_probe, -addr=:5000, -rpc-timeout=5s]', 5],
    ['[/bin/grpc_health_probe, -addr=:5000]', 1],
    ['[wget, -q, -T, "7", -O, /dev/null, http://localhost]', 7],
    ['[wget, --timeout=7, http://localhost]', 7],
    ['[curl, -fsSm5, http://localhost]', 5],
    ['[sh, -c, "exec timeout 3 check"]', 3],
    ["[sh, -c, 'true && timeout 8 check']", 8],
    ['[bash, -ec, "sh -c \'timeout 4 check\'"]', 4],
  ]
  test.each(limits)(
    'finds a command whose time limit is not shorter than timeoutSeconds: %s',
    (command, limit) => {
      const probe = (seconds: number) =>
        `exec: { command: ${command} }, timeoutSeconds: ${seconds}, periodSeconds: 99`
      const enough = Math.floor(limit) + 1
      expect(lintLiveness(probe(enough))).toEqual([])
      const findings = lintLiveness(probe(Math.max(1, Math.floor(limit))))
      expect(brief(findings)).toEqual(['livenessProbe.timeoutSeconds budget'])
      expect(findings[0]?.instead).toContain(`timeoutSeconds: ${enough},`)
    },
  )

  test.each([
    '[cat, /tmp/healthy]',
    '[check, --timeout, "9"]',
    '[timeout, "0", check]',
    '[curl, -f, localhost]',
    '[pg_isready, -t, "0"]',
    '[readyz, wait, tcp://localhost:1]',
    '[echo, timeout, "3"]',
  ])('ignores a command without a known time limit: %s', (command) => {
    expect(lintLiveness(`exec: { command: ${command} }, timeoutSeconds: 1`)).toEqual([])
  })

  test('uses the default timeout of 1 s', () => {
    expect(brief(lintLiveness('exec: { command: [timeout, "1", check] }'))).toEqual([
      'livenessProbe budget',
    ])
  })
})

describe('the rule no-startup-probe', () => {
  test.each([
    ['initialDelaySeconds: 29', []],
    ['initialDelaySeconds: 30', ['livenessProbe.initialDelaySeconds no-startup-probe']],
  ])('finds an initialDelaySeconds of 30 s or more: %s', (delay, expected) => {
    expect(brief(lintLiveness(`${http('/healthz')}, ${delay}`))).toEqual(expected)
  })

  test('suggests a startup probe that allows twice the delay', () => {
    const [finding] = lintLiveness(`${http('/healthz')}, initialDelaySeconds: 60`)
    expect(finding?.instead).toContain('`failureThreshold: 25`, which leaves at least 120 s')
  })

  test('accepts a container that has a startup probe', () => {
    const startup = `startupProbe: { ${http('/healthz')} }`
    const text = `${ready}\n${startup}\nlivenessProbe: { ${http('/healthz')}, initialDelaySeconds: 60 }`
    expect(lintText(deployment(text))).toEqual([])
  })
})

describe('the rule no-readiness', () => {
  const text = (kind: string, containers: string, rest = '') =>
    lintText(
      `apiVersion: ${kind.endsWith('Job') ? 'batch/v1' : 'v1'}\nkind: ${kind}\nspec: ${kind === 'Job' ? '{ template: { spec: ' : ''}{ ${rest} containers: [${containers}] }${kind === 'Job' ? ' } }' : ''}`,
    ).map(({ field, rule }) => `${field} ${rule}`)
  const readinessProbe = 'readinessProbe: { exec: { command: [a] } }'

  test.each([
    [
      'no container has a probe',
      'Pod',
      '{ name: a, image: a, ports: [{ containerPort: 80 }] }, { name: b, image: b }',
      '',
      ['spec.containers[0] no-readiness'],
    ],
    [
      'one of two containers has a readiness probe, the other has no probe',
      'Pod',
      `{ name: a }, { name: b, ${readinessProbe} }`,
      '',
      [],
    ],
    [
      'one of two containers has only a liveness probe',
      'Pod',
      `{ name: a, image: a, ports: [{ containerPort: 80 }], livenessProbe: { exec: { command: [a] } } }, { name: b, image: b, ${readinessProbe} }`,
      '',
      ['spec.containers[0] no-readiness'],
    ],
    ['restartPolicy: Never', 'Pod', '{ name: a }', 'restartPolicy: Never,', []],
    ['a job without a restartPolicy', 'Job', '{ name: a }', '', []],
    ['a job with restartPolicy: OnFailure', 'Job', '{ name: a }', 'restartPolicy: OnFailure,', []],
  ])('finds a serving pod without a readiness probe: %s', (_, kind, containers, rest, expected) => {
    expect(text(kind, containers, rest)).toEqual(expected)
  })
})

describe('the rule secret-in-url', () => {
  test.each([
    '/healthz?token=hunter2',
    '/healthz?a=1&api_key=hunter2',
    '/healthz?X-Auth-Token=hunter2',
    '/healthz?access_token=hunter2#a',
    '/healthz?password=hunter2',
    '/?key=hunter2',
  ])('finds a secret in a query and does not print it: %s', (path) => {
    const findings = lintLiveness(http(path))
    expect(brief(findings)).toEqual(['livenessProbe.httpGet.path secret-in-url'])
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  test('finds credentials in a host and does not print them', () => {
    const findings = lintLiveness('httpGet: { host: "me:hunter2@web", port: http }')
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
  ])('accepts a path without a secret: %s', (path) => {
    expect(lintLiveness(http(path))).toEqual([])
  })
})

test('the exit code is 0 without errors, also with warnings, and 1 with errors', () => {
  expect(exitCodeOf(lintText(deployment(ready)))).toBe(0)
  const warned = lintLiveness(`${http('/healthz')}, initialDelaySeconds: 60`)
  expect(warned.map(({ severity }) => severity)).toEqual(['warning'])
  expect(exitCodeOf(warned)).toBe(0)
  expect(exitCodeOf(lintLiveness(http('/ready')))).toBe(1)
})
