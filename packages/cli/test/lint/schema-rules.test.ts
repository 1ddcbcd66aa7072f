import { describe, expect, test } from 'vitest'
import { brief, deployment, lintText, ready } from './manifests.ts'

const lintLines = (lines: string, pod = '') => lintText(deployment(`${ready}\n${lines}`, pod))
const lintProbe = (probe: string) => lintLines(`livenessProbe: ${probe}`)
const http = 'httpGet: { path: /healthz, port: http }'

describe('the rules accept a probe that the Kubernetes API accepts', () => {
  test.each([
    ['only a handler', `{ ${http} }`],
    [
      'every number',
      `{ ${http}, initialDelaySeconds: 0, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3, terminationGracePeriodSeconds: 10 }`,
    ],
    ['a whole number with a decimal point', `{ ${http}, timeoutSeconds: 5.0 }`],
    ['grpc', '{ grpc: { port: 8000, service: web } }'],
    [
      'placeholders',
      `{ httpGet: { path: "{{ .path }}", port: "\${PORT}" }, timeoutSeconds: "{{ .t }}", periodSeconds: "\${PERIOD:-10}" }`,
    ],
    ['a header without a value', '{ httpGet: { port: 8000, httpHeaders: [{ name: Accept }] } }'],
    ['exec', '{ exec: { command: [cat, /tmp/healthy] } }'],
    [
      'all of httpGet',
      '{ httpGet: { host: a, path: /a, port: 8000, scheme: HTTPS, httpHeaders: [{ name: A, value: b }] } }',
    ],
    ['null', ''],
    ['fields that are null', `{ ${http}, tcpSocket: , timeoutSeconds: ~ }`],
  ])('with %s', (_, probe) => {
    expect(lintProbe(probe)).toEqual([])
  })
})

describe('the rules find a probe that the Kubernetes API rejects', () => {
  test.each([
    [
      'no handler',
      '{}',
      'schema',
      'containers[0].livenessProbe has no handler',
      /one of exec, httpGet/,
    ],
    [
      'two handlers',
      `{ ${http}, exec: { command: [a] } }`,
      'schema',
      /both exec and httpGet/,
      /one/,
    ],
    [
      'an unknown field',
      `{ ${http}, retries: 3 }`,
      'schema',
      'retries is not a field of a probe',
      /known/,
    ],
    [
      'a misspelt field',
      `{ ${http}, timeoutsecond: 3 }`,
      'schema',
      /timeoutsecond/,
      'Write `timeoutSeconds:`.',
    ],
    [
      'a field without its unit',
      `{ ${http}, timeout: 3 }`,
      'schema',
      /timeout/,
      'Write `timeoutSeconds:`.',
    ],
    [
      'a field of the probe in its httpGet',
      '{ httpGet: { port: http, periodSeconds: 3 } }',
      'schema',
      'periodSeconds is not a field of httpGet',
      /one level higher/,
    ],
    [
      'text instead of an object',
      '{ httpGet: /healthz }',
      'schema',
      'livenessProbe.httpGet is not an object',
      /below/,
    ],
    ['no port', '{ httpGet: { path: / } }', 'schema', 'livenessProbe.httpGet has no port', /port/],
    [
      'a port in quotes',
      '{ httpGet: { port: "80" } }',
      'schema',
      'httpGet.port is "80"',
      /Write 80,/,
    ],
    ['a port above 65535', '{ tcpSocket: { port: 70000 } }', 'schema', /70000/, /65535/],
    ['a name for a port of grpc', '{ grpc: { port: http } }', 'schema', /"http"/, /65535\.$/],
    [
      'a scheme in lower case',
      '{ httpGet: { port: http, scheme: https } }',
      'schema',
      /"https"/,
      /HTTPS/,
    ],
    [
      'a command that is not a list',
      '{ exec: { command: cat a } }',
      'schema',
      'exec.command is not a list',
      /dash/,
    ],
    [
      'a number in a command',
      '{ exec: { command: [sleep, 5] } }',
      'schema',
      /not a string/,
      /quotes/,
    ],
    ['a negative number', `{ ${http}, periodSeconds: -1 }`, 'schema', /-1/, /from 1/],
    [
      'a number that is too large',
      `{ ${http}, failureThreshold: 3000000000 }`,
      'schema',
      /3000000000/,
      /to 2147483647/,
    ],
    [
      'successThreshold 2',
      `{ ${http}, successThreshold: 2 }`,
      'schema',
      /successThreshold of a livenessProbe/,
      /Remove/,
    ],
    ['half a second', `{ ${http}, timeoutSeconds: 0.5 }`, 'whole-seconds', /0\.5/, 'Write 1.'],
    [
      'one and a half seconds',
      `{ ${http}, timeoutSeconds: 1.5 }`,
      'whole-seconds',
      /1\.5/,
      'Write 2.',
    ],
    ['a unit', `{ ${http}, timeoutSeconds: 5s }`, 'whole-seconds', /"5s"/, 'Write 5.'],
    ['milliseconds', `{ ${http}, timeoutSeconds: 500ms }`, 'whole-seconds', /500ms/, 'Write 1.'],
    ['quotes', `{ ${http}, periodSeconds: "20" }`, 'whole-seconds', /"20"/, 'Write 20.'],
    [
      'a list instead of a number',
      `{ ${http}, periodSeconds: [] }`,
      'whole-seconds',
      /a list/,
      'Write 1.',
    ],
    ['0 that means 1', `{ ${http}, timeoutSeconds: 0 }`, 'zero-is-default', /means 1$/, 'Write 1.'],
    [
      '0 that means 10',
      `{ ${http}, periodSeconds: 0 }`,
      'zero-is-default',
      /means 10$/,
      'Write 10.',
    ],
    ['an empty command', '{ exec: { command: [] } }', 'schema', /command is empty/, /one item/],
    [
      'a header name with a space',
      '{ httpGet: { port: http, httpHeaders: [{ name: X Y, value: a }] } }',
      'schema',
      /"X Y"/,
      /letters/,
    ],
    [
      'an undeclared port',
      '{ httpGet: { port: web } }',
      'unknown-port',
      /"web"/,
      'Write http, or the number.',
    ],
  ])('with %s', (_, probe, rule, message, instead) => {
    const [finding, ...more] = lintProbe(probe)
    expect(more).toEqual([])
    expect(finding?.rule).toBe(rule)
    expect(finding?.message).toMatch(message)
    expect(finding?.instead).toMatch(instead)
  })

  test('with a terminationGracePeriodSeconds in a readinessProbe', () => {
    const text = deployment(`readinessProbe: { ${http}, terminationGracePeriodSeconds: 5 }`)
    expect(brief(lintText(text))).toEqual(['readinessProbe.terminationGracePeriodSeconds schema'])
    expect(lintText(deployment(`readinessProbe: { ${http}, successThreshold: 3 }`))).toEqual([])
  })

  test('with invalid numbers, and no other rule reports these numbers', () => {
    const probe = `{ ${http}, timeoutSeconds: 50s, periodSeconds: ten, initialDelaySeconds: 99.5 }`
    expect(new Set(lintProbe(probe).map(({ rule }) => rule))).toEqual(new Set(['whole-seconds']))
  })
})

describe('the rules for a lifecycle hook', () => {
  test.each([
    ['lifecycle: { preStop: { sleep: { seconds: 5 } } }', []],
    ['lifecycle: { preStop: { exec: { command: [sleep, "5"] } }, stopSignal: SIGINT }', []],
    ['lifecycle: { preStop: { sleep: { seconds: 2.5 } } }', ['whole-seconds']],
    ['lifecycle: { preStop: { sleep: 5 } }', ['schema']],
    ['lifecycle: { prestop: { sleep: { seconds: 5 } } }', ['schema']],
    ['lifecycle: { postStart: {} }', ['schema']],
  ])('report the problems of %s', (hook, rules) => {
    expect(lintLines(hook).map(({ rule }) => rule)).toEqual(rules)
  })
})

describe('the rules for a pod', () => {
  test('find a probe outside of its containers', () => {
    const [finding] = lintLines('', `livenessProbe: { ${http} }`)
    expect(finding).toMatchObject({
      rule: 'schema',
      line: 8,
      instead: expect.stringMatching(/Move/),
    })
  })

  test.each([
    ['30', []],
    ['0', []],
    ['-1', []],
    [`"\${GRACE}"`, []],
    ['"{{ .Values.grace }}"', []],
    ['30s', ['whole-seconds']],
  ])('report the problems of the grace period %s', (grace, rules) => {
    expect(
      lintLines('', `terminationGracePeriodSeconds: ${grace}`).map(({ rule }) => rule),
    ).toEqual(rules)
  })

  test('require declared ports in a complete manifest, but not in a fragment', () => {
    const containers = `containers: [{ name: app, image: a, ${ready} }]`
    expect(lintText(containers)).toEqual([])
    expect(lintText(`apiVersion: v1\nkind: Pod\nspec: { ${containers} }`)).toMatchObject([
      { rule: 'unknown-port', instead: expect.stringMatching(/under `ports:`/) },
    ])
  })
})
