import { describe, expect, test } from 'vitest'
import { readStopOptions } from '../../../adapters/node/src/shutdown/options.ts'
import { shutdownDefaults } from '../../src/shutdown-times.ts'
import { config, lintContainer, probes, stopConfig } from './application-configs.ts'
import { brief, deployment, lintText } from './manifests.ts'

describe('the shutdown rules', () => {
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
  ])(
    'find a drain that ends before a load balancer sees readiness fail: %s',
    (_, container, expected) => {
      const pod = 'terminationGracePeriodSeconds: 60'
      expect(brief(lintContainer(stopConfig, container, pod))).toEqual(expected)
    },
  )

  test('explain how long the drain must be, and that the preStop does not count', () => {
    const [finding] = lintContainer(
      stopConfig,
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
    [
      34,
      'lifecycle: { preStop: { exec: { command: [sh, -c, "echo; sleep 6"] } } }',
      ['terminationGracePeriodSeconds grace-too-short'],
    ],
    [34, 'lifecycle: { preStop: { exec: { command: [sh, -c, "echo; sleep 5.5"] } } }', []],
    [
      148,
      'lifecycle: { preStop: { exec: { command: [sleep, 2m] } } }',
      ['terminationGracePeriodSeconds grace-too-short'],
    ],
    [
      34,
      `lifecycle: { preStop: { exec: { command: [bash, -ec, "a && sh -c 'sleep 3; sleep 3'"] } } }`,
      ['terminationGracePeriodSeconds grace-too-short'],
    ],
    [29, 'lifecycle: { preStop: { exec: { command: [sh, -c, "sleep 60 & true"] } } }', []],
    [29, 'lifecycle: { preStop: { exec: { command: [sh, -c, "true || sleep 60"] } } }', []],
    [
      29,
      'lifecycle: { preStop: { exec: { command: [sh, -c, "while busy; do sleep 60; done"] } } }',
      [],
    ],
    [32, 'lifecycle: { preStop: { exec: { command: [timeout, "3", sleep, "60"] } } }', []],
  ])('find a grace period that is shorter than the shutdown: %s s, %s', (grace, hook, expected) => {
    const findings = lintContainer(
      stopConfig,
      `${readiness(5, 2)}\n${hook}`,
      `terminationGracePeriodSeconds: ${grace}`,
    )
    expect(findings.map(({ field, rule }) => `${field.split('.').at(-1)} ${rule}`)).toEqual(
      expected,
    )
  })

  test('use the defaults of stopGracefully for an empty stop', () => {
    const { drainMs, requestsMs } = readStopOptions([], { drain() {} }, {})
    expect(shutdownDefaults).toEqual({
      drainSeconds: drainMs / 1000,
      timeoutSeconds: requestsMs / 1000,
    })
    const defaults = { ...config, stop: {} }
    const grace = (seconds: number) =>
      lintContainer(defaults, readiness(7, 1), `terminationGracePeriodSeconds: ${seconds}`).length
    expect([grace(26), grace(25)]).toEqual([0, 1])
    expect(brief(lintContainer(defaults, readiness(5, 2)))).toEqual([
      'readinessProbe drain-too-short',
    ])
  })

  test('use the default grace period of 30 s and suggest a sufficient one', () => {
    const [finding] = lintContainer(stopConfig, `${readiness(5, 2)}\n${sleep(20)}`)
    expect(finding).toMatchObject({
      rule: 'grace-too-short',
      message:
        'the pod is killed after 30 s, the default, and its shutdown takes 20 s of preStop and 18 s of drain and 10 s of stop',
      instead: 'terminationGracePeriodSeconds: 53',
    })
  })

  test('skip a fragment of a manifest without a grace period, because the rest of the manifest may contain one', () => {
    const fragment = `containers: [{ name: app, ${sleep(40)}, readinessProbe: { exec: { command: [a] } } }]`
    expect(lintText(fragment)).toEqual([])
    expect(lintText(`${fragment}\nterminationGracePeriodSeconds: 30`)).toMatchObject([
      { rule: 'grace-too-short', line: 2 },
    ])
  })

  test('compare the preStop and the grace period without a configuration', () => {
    expect(
      lintText(deployment(`${readiness(5, 2)}\n${sleep(30)}`)).map(({ rule }) => rule),
    ).toEqual(['grace-too-short'])
    expect(lintText(deployment(`${readiness(5, 2)}\n${sleep(29)}`))).toEqual([])
  })
})
