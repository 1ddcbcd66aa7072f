import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createProbes } from '@readyz/core'
import { afterAll, describe, expect, test } from 'vitest'
import { readStopOptions } from '../../../adapters/node/src/shutdown/options.ts'
import { type ApplicationConfig, readApplicationConfig } from '../../src/lint/application-config.ts'
import { lint } from '../../src/lint/lint.ts'
import { shutdownDefaults } from '../../src/shutdown-times.ts'
import { brief, deployment, lintText } from './manifests.ts'

const db = { name: 'db', check: () => {} }
const declared: ApplicationConfig = createProbes({ timeoutSeconds: 5, readiness: [db] }).describe()
const stopping: ApplicationConfig = { ...declared, stop: { drainSeconds: 18, timeoutSeconds: 10 } }
const probes = (readiness = 'timeoutSeconds: 5', paths = ['/healthz', '/readiness']) => `
livenessProbe: { httpGet: { path: ${paths[0]}, port: http } }
readinessProbe: { httpGet: { path: ${paths[1]}, port: http }, ${readiness} }`
const against = (declaration: ApplicationConfig, container: string, pod = '') =>
  lintText(deployment(container, pod), declaration)

describe('the budget', () => {
  test.each([
    ['timeoutSeconds: 5', []],
    ['timeoutSeconds: 6', []],
    ['timeoutSeconds: 4', ['readinessProbe.timeoutSeconds budget']],
    ['periodSeconds: 5', ['readinessProbe budget']],
  ])('is less than %s', (readiness, expected) => {
    expect(brief(against(declared, probes(readiness)))).toEqual(expected)
  })

  test.each([
    [5, 'timeoutSeconds: 5,'],
    [2.5, 'timeoutSeconds: 3,'],
    [20, 'timeoutSeconds: 20,'],
  ])('of %s s wants that in the manifest', (timeoutSeconds, instead) => {
    const declaration = createProbes({ timeoutSeconds, readiness: [db] }).describe()
    const [finding] = against(declaration, probes('timeoutSeconds: 1'))
    expect(finding?.instead).toContain(instead)
    const amended = `${instead} periodSeconds: 20`
    expect(against(declaration, probes(amended))).toEqual([])
  })

  test('is of no matter where nothing is checked', () => {
    expect(against(createProbes({ timeoutSeconds: 5 }).describe(), probes(''))).toEqual([])
    const alive = createProbes({
      timeoutSeconds: 5,
      readiness: [db],
      liveness: [{ ...db, name: 'loop' }],
    })
    expect(brief(against(alive.describe(), probes()))).toEqual(['livenessProbe budget'])
  })
})

describe('the paths', () => {
  test.each([
    [['/healthz', '/readiness'], []],
    [['/livez', '/readyz'], []],
    [['/healthz?verbose', '/readiness?format=json'], []],
    [['/health', '/readiness'], ['livenessProbe.httpGet.path path-not-served']],
    [['/healthz', '/readiness/'], ['readinessProbe.httpGet.path path-not-served']],
    [['/healthz', '//readiness'], ['readinessProbe.httpGet.path path-not-served']],
    [['/readyz', '/readiness'], ['livenessProbe.httpGet.path liveness-checks-readiness']],
    [['/healthz', '/livez'], ['readinessProbe.httpGet.path readiness-checks-liveness']],
    [['/healthz', '/healthz'], ['readinessProbe.httpGet.path readiness-checks-liveness']],
  ])('%j are those that are served', (paths, expected) => {
    expect(brief(against(declared, probes('timeoutSeconds: 5', paths)))).toEqual(expected)
  })

  test('are not guessed at where they are declared', () => {
    const odd = createProbes({ livenessPaths: ['/is-ready'], readinessPaths: ['/up'] }).describe()
    expect(against(odd, probes('', ['/is-ready', '/up']))).toEqual([])
  })

  test('are named', () => {
    const [finding] = against(declared, probes('timeoutSeconds: 5', ['/alive', '/readiness']))
    expect(finding?.message).toBe(
      'livenessProbe requests /alive; the application serves /healthz, /livez, /readiness, /readyz',
    )
    expect(finding?.instead).toBe('path: /healthz')
  })
})

describe('liveness', () => {
  test('checks nothing that readiness checks', () => {
    const declaration = createProbes({ readiness: [db], liveness: [db] }).describe()
    const [finding] = against(declaration, probes(''))
    expect(finding).toMatchObject({ rule: 'liveness-checks-dependency', severity: 'error' })
  })

  test('is more than a connection, for what is declared is Node', () => {
    const container = `livenessProbe: { tcpSocket: { port: http } }\nreadinessProbe: { httpGet: { path: /readyz, port: http }, timeoutSeconds: 5 }`
    expect(brief(against(declared, container))).toEqual(['livenessProbe.tcpSocket tcp-liveness'])
    expect(lintText(deployment(container))).toEqual([])
  })
})

describe('the stop', () => {
  const readiness = (period: number, threshold: number) =>
    probes(`timeoutSeconds: 5, periodSeconds: ${period}, failureThreshold: ${threshold}`)
  const sleep = (seconds: number) => `lifecycle: { preStop: { sleep: { seconds: ${seconds} } } }`

  test.each([
    ['18 s for 5 s x 2', readiness(5, 2), []],
    [
      '18 s for 5 s x 2 and 6 s of timeout',
      probes('timeoutSeconds: 6, periodSeconds: 6, failureThreshold: 2'),
      ['readinessProbe drain-too-short'],
    ],
    ['18 s for 11 s x 1', readiness(11, 1), ['readinessProbe drain-too-short']],
    [
      '18 s and 30 s of preStop for 5 s x 3',
      `${readiness(5, 3)}\n${sleep(30)}`,
      ['readinessProbe drain-too-short'],
    ],
    ['18 s for the default of 10 s x 3', probes(), ['readinessProbe drain-too-short']],
  ])('drains long enough: %s', (_, container, expected) => {
    const pod = 'terminationGracePeriodSeconds: 60'
    expect(brief(against(stopping, container, pod))).toEqual(expected)
  })

  test('has to drain until a load balancer has seen readiness fail, and a preStop does not count', () => {
    const [finding] = against(
      stopping,
      `${readiness(5, 3)}\n${sleep(4)}`,
      'terminationGracePeriodSeconds: 60',
    )
    expect(finding).toMatchObject({
      rule: 'drain-too-short',
      message:
        'the process stops serving 18 s after the signal, and a load balancer may need 23 s to see that readiness fails (5 s x 3, 5 s of timeout and 3 s of margin); the 4 s of preStop do not count, because readiness fails only after them',
      instead:
        'drainSeconds: 23 in stopGracefully, or a smaller periodSeconds, failureThreshold or timeoutSeconds.',
    })
  })

  test.each([
    [28, '', ['terminationGracePeriodSeconds grace-too-short']],
    [29, '', []],
    [33, sleep(5), ['terminationGracePeriodSeconds grace-too-short']],
    [34, sleep(5), []],
    [
      34,
      'lifecycle: { preStop: { exec: { command: [sleep, "6"] } } }',
      ['terminationGracePeriodSeconds grace-too-short'],
    ],
    [
      34,
      'lifecycle: { preStop: { exec: { command: [/bin/sh, -c, sleep 6 && echo] } } }',
      ['terminationGracePeriodSeconds grace-too-short'],
    ],
    [34, 'lifecycle: { preStop: { exec: { command: [sh, -c, echo; sleep 6] } } }', []],
  ])('ends before %s s are over, %s', (grace, hook, expected) => {
    const findings = against(
      stopping,
      `${readiness(5, 2)}\n${hook}`,
      `terminationGracePeriodSeconds: ${grace}`,
    )
    expect(findings.map(({ field, rule }) => `${field.split('.').at(-1)} ${rule}`)).toEqual(
      expected,
    )
  })

  test('has the defaults of stopGracefully', () => {
    const { drainMs, requestsMs } = readStopOptions([], { drain() {} }, {})
    expect(shutdownDefaults).toEqual({
      drainSeconds: drainMs / 1000,
      timeoutSeconds: requestsMs / 1000,
    })
    const declaration = { ...declared, stop: {} }
    const grace = (seconds: number) =>
      against(declaration, readiness(7, 1), `terminationGracePeriodSeconds: ${seconds}`).length
    expect([grace(26), grace(25)]).toEqual([0, 1])
    expect(brief(against(declaration, readiness(5, 2)))).toEqual(['readinessProbe drain-too-short'])
  })

  test('counts the default of 30 s, and says what would do', () => {
    const [finding] = against(stopping, `${readiness(5, 2)}\n${sleep(20)}`)
    expect(finding).toMatchObject({
      rule: 'grace-too-short',
      message:
        'the pod is killed after 30 s, the default, and its shutdown takes 20 s of preStop and 18 s of drain and 10 s of stop',
      instead: 'terminationGracePeriodSeconds: 53',
    })
  })

  test('is not looked at where the grace period may be elsewhere', () => {
    const part = `containers: [{ name: app, ${sleep(40)}, readinessProbe: { exec: { command: [a] } } }]`
    expect(lintText(part)).toEqual([])
    expect(lintText(`${part}\nterminationGracePeriodSeconds: 30`)).toMatchObject([
      { rule: 'grace-too-short', line: 2 },
    ])
  })

  test('is looked at without a declaration as far as it is written', () => {
    expect(
      lintText(deployment(`${readiness(5, 2)}\n${sleep(30)}`)).map(({ rule }) => rule),
    ).toEqual(['grace-too-short'])
    expect(lintText(deployment(`${readiness(5, 2)}\n${sleep(29)}`))).toEqual([])
  })
})

describe('the application', () => {
  const container = (name: string, live: string) =>
    `{ name: ${name}, livenessProbe: { httpGet: { path: ${live}, port: 1 } }, readinessProbe: { httpGet: { path: /readyz, port: 1 }, timeoutSeconds: 5 } }`
  const pod = (...containers: readonly string[]) =>
    `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${containers.map((each) => `    - ${each}\n`).join('')}`
  const other = '{ name: proxy, readinessProbe: { httpGet: { path: /up, port: 2 } } }'
  const lost = '{ name: app, readinessProbe: { httpGet: { path: /redy, port: 1 } } }'
  const all = (text: string, name?: string) =>
    lint([{ file: 'a', text }], { config: declared, ...(name && { container: name }) }).map(
      ({ field, rule }) => `${field} ${rule}`,
    )

  test('is known by its paths among other containers', () => {
    expect(all(pod(other, container('app', '/alive')))).toEqual([
      'spec.containers[1].livenessProbe.httpGet.path path-not-served',
    ])
  })

  test('is the one that there is', () => {
    expect(all(pod(lost))).toEqual([
      'spec.containers[0].readinessProbe.httpGet.path path-not-served',
    ])
  })

  test('is the one that there is beside what runs before it', () => {
    const text = `${pod(lost)}  initContainers: [{ name: migrate }]\n`
    expect(all(text)).toEqual(['spec.containers[0].readinessProbe.httpGet.path path-not-served'])
  })

  test('has to be named where it cannot be known', () => {
    expect(all(pod(other, lost))).toEqual([' path-not-served'])
    expect(all(pod(other, lost), 'app')).toEqual([
      'spec.containers[1].readinessProbe.httpGet.path path-not-served',
    ])
    expect(all(pod(other, lost), 'web')).toEqual([' path-not-served'])
  })
})

describe('a declaration', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'readyz-lint-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'probes.json')
  const read = (text: string) => {
    writeFileSync(file, text)
    return () => readApplicationConfig(file)
  }

  test('is read as the application printed it', () => {
    expect(read(JSON.stringify(stopping))()).toEqual(stopping)
  })

  test.each([
    ['{', /is not JSON; it must contain the output of JSON\.stringify/],
    ['null', /has no timeoutSeconds/],
    [JSON.stringify({ ...declared, budgetMs: 'long' }), /has no budgetMs/],
    [JSON.stringify({ ...declared, liveness: {} }), /has no list liveness\.paths/],
    [
      JSON.stringify({ ...declared, readiness: { paths: ['/a'] } }),
      /has no list readiness\.checkers/,
    ],
    [JSON.stringify({ ...declared, stop: { drainSeconds: '10' } }), /has a stop\.drainSeconds/],
  ])('is not %s', (text, message) => {
    expect(read(text)).toThrow(message)
  })

  test('that is not there is missed', () => {
    expect(() => readApplicationConfig(path.join(folder, 'none.json'))).toThrow(
      /none\.json cannot be read/,
    )
  })
})
