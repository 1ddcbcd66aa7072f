import { createProbes } from '@readyz/core'
import { describe, expect, test } from 'vitest'
import { config, db, lintContainer, probes } from './application-configs.ts'
import { brief, deployment, lintText } from './manifests.ts'

describe('the rule budget with a configuration', () => {
  test.each([
    ['timeoutSeconds: 5', []],
    ['timeoutSeconds: 6', []],
    ['timeoutSeconds: 4', ['readinessProbe.timeoutSeconds budget']],
    ['periodSeconds: 5', ['readinessProbe budget']],
  ])('finds a timeoutSeconds that is not longer than the budget: %s', (readiness, expected) => {
    expect(brief(lintContainer(config, probes(readiness)))).toEqual(expected)
  })

  test.each([
    [5, 'timeoutSeconds: 5,'],
    [2.5, 'timeoutSeconds: 3,'],
    [20, 'timeoutSeconds: 20,'],
  ])(
    'suggests the timeoutSeconds of the configuration, rounded up: %s s',
    (timeoutSeconds, instead) => {
      const given = createProbes({ timeoutSeconds, readiness: [db] }).describe()
      const [finding] = lintContainer(given, probes('timeoutSeconds: 1'))
      expect(finding?.instead).toContain(instead)
      const amended = `${instead} periodSeconds: 20, failureThreshold: 1`
      expect(lintContainer(given, probes(amended))).toEqual([])
    },
  )

  test('applies only to a probe that runs checkers', () => {
    expect(lintContainer(createProbes({ timeoutSeconds: 5 }).describe(), probes(''))).toEqual([])
    const withLivenessChecker = createProbes({
      timeoutSeconds: 5,
      readiness: [db],
      liveness: [{ ...db, name: 'loop' }],
    })
    expect(brief(lintContainer(withLivenessChecker.describe(), probes()))).toEqual([
      'livenessProbe budget',
    ])
  })
})

describe('the path rules with a configuration', () => {
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
  ])('accept only paths that the application serves for that probe: %j', (paths, expected) => {
    expect(brief(lintContainer(config, probes('timeoutSeconds: 5', paths)))).toEqual(expected)
  })

  test('do not judge a path by its name if the configuration contains it', () => {
    const custom = createProbes({
      livenessPaths: ['/is-ready'],
      readinessPaths: ['/up'],
    }).describe()
    expect(lintContainer(custom, probes('', ['/is-ready', '/up']))).toEqual([])
  })

  test('list the served paths and suggest one of them', () => {
    const [finding] = lintContainer(config, probes('timeoutSeconds: 5', ['/alive', '/readiness']))
    expect(finding?.message).toBe(
      'livenessProbe requests /alive; the application serves /healthz, /livez, /readiness, /readyz',
    )
    expect(finding?.instead).toBe('path: /healthz')
  })
})

describe('liveness with a configuration', () => {
  test('a checker in both liveness and readiness is an error', () => {
    const given = createProbes({ readiness: [db], liveness: [db] }).describe()
    const [finding] = lintContainer(given, probes(''))
    expect(finding).toMatchObject({ rule: 'liveness-checks-dependency', severity: 'error' })
  })

  test('a tcpSocket probe is a finding, because an application with a configuration runs Node', () => {
    const container = `livenessProbe: { tcpSocket: { port: http } }\nreadinessProbe: { httpGet: { path: /readyz, port: http }, timeoutSeconds: 5 }`
    expect(brief(lintContainer(config, container))).toEqual([
      'livenessProbe.tcpSocket tcp-liveness',
    ])
    expect(lintText(deployment(container))).toEqual([])
  })
})
