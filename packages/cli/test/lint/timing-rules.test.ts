import { describe, expect, test } from 'vitest'
import { brief, deployment, http, lintLiveness, lintText, ready } from './manifests.ts'

const lintLines = (lines: string, pod = '') => lintText(deployment(lines, pod))
const startup = (numbers: string) =>
  lintLines(`${ready}\nstartupProbe: { ${http('/healthz')}, ${numbers} }`)

describe('the rule readiness-delay', () => {
  test.each([
    ['initialDelaySeconds: 600', ['readinessProbe.initialDelaySeconds readiness-delay']],
    ['initialDelaySeconds: 60', ['readinessProbe.initialDelaySeconds readiness-delay']],
    ['initialDelaySeconds: 59', []],
  ])('finds a delay of 60 s or more: %s', (delay, expected) => {
    const findings = lintLines(`readinessProbe: { ${http('/readiness')}, ${delay} }`)
    expect(brief(findings)).toEqual(expected)
  })
})

describe('the rule startup-too-short', () => {
  test.each([
    ['periodSeconds: 1, failureThreshold: 1', 'more than 0 s', 61],
    ['periodSeconds: 10, failureThreshold: 1', 'more than 0 s', 7],
    ['periodSeconds: 1, failureThreshold: 5', 'more than 4 s', 61],
    ['initialDelaySeconds: 4, failureThreshold: 1', 'more than 4 s', 7],
  ])('finds a start of less than 5 s: %s', (numbers, message, threshold) => {
    const [finding, ...others] = startup(numbers)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'startup-too-short' })
    expect(finding?.message).toContain(message)
    expect(finding?.instead).toContain(`failureThreshold: ${threshold},`)
  })

  test.each(['', 'periodSeconds: 1, failureThreshold: 6', 'failureThreshold: 2'])(
    'accepts a start of at least 5 s: %s',
    (numbers) => {
      expect(startup(numbers)).toEqual([])
    },
  )
})

describe('the rule liveness-before-readiness', () => {
  test.each([
    ['periodSeconds: 1, failureThreshold: 1', true],
    ['periodSeconds: 10, failureThreshold: 2', true],
    ['periodSeconds: 10, failureThreshold: 3', false],
    ['periodSeconds: 30', false],
  ])('compares liveness with a readiness of 10 s x 3: %s', (numbers, isEarlier) => {
    expect(brief(lintLiveness(`${http('/healthz')}, ${numbers}`))).toEqual(
      isEarlier ? ['livenessProbe liveness-before-readiness'] : [],
    )
  })
})

test('the rule timeout-above-period accepts a startup probe, which may have a short period', () => {
  expect(startup('timeoutSeconds: 3, periodSeconds: 1, failureThreshold: 600')).toEqual([])
})

describe('a grace period of 0', () => {
  const hook = 'lifecycle: { preStop: { exec: { command: [stop] } } }'

  test('leaves no time for a preStop hook', () => {
    const findings = lintLines(`${ready}\n${hook}`, 'terminationGracePeriodSeconds: 0')
    expect(findings).toMatchObject([
      {
        rule: 'grace-too-short',
        instead: 'terminationGracePeriodSeconds: 30, or remove the hook.',
      },
    ])
  })

  test('is accepted without a hook', () => {
    expect(lintLines(ready, 'terminationGracePeriodSeconds: 0')).toEqual([])
  })
})

test.each(['preStop', 'postStart'])('finds a tcpSocket %s hook, which never runs', (hook) => {
  const findings = lintLines(`${ready}\nlifecycle: { ${hook}: { tcpSocket: { port: 80 } } }`)
  expect(brief(findings)).toEqual([`lifecycle.${hook}.tcpSocket hook-never-runs`])
})
