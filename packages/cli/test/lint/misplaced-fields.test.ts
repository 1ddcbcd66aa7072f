import { describe, expect, test } from 'vitest'
import { deployment, lintText, ready } from './manifests.ts'

const http = 'httpGet: { path: /healthz, port: http }'
const lintLines = (lines: string, pod = '') =>
  lintText(deployment(lines, pod)).map(
    ({ rule, message, instead }) => `${rule}: ${message}. ${instead}`,
  )

describe('lint finds a field that the API server drops, because it is', () => {
  test.each([
    ['in lower case', `${ready}\nlivenessprobe: { ${http} }`, 'Write `livenessProbe:`.'],
    ['in the plural', `${ready}\nlivenessProbes: { ${http} }`, 'Write `livenessProbe:`.'],
    ['misspelt by one letter', `${ready}\nlivenesProbe: { ${http} }`, 'Write `livenessProbe:`.'],
    ['with two letters exchanged', `${ready}\nlifecylce: {}`, 'Write `lifecycle:`.'],
    [
      'a hook outside of lifecycle',
      `${ready}\npreStop: { exec: { command: [sleep, "10"] } }`,
      'Move it below `lifecycle:`.',
    ],
    [
      'the grace period of a pod in a container',
      `${ready}\nterminationGracePeriodSeconds: 60`,
      'Move it to the `spec` of the pod, beside `containers:`.',
    ],
    [
      'a probe below lifecycle',
      `${ready}\nlifecycle: { livenessProbe: { ${http} } }`,
      'Write it further out, beside `image:`.',
    ],
    [
      'a probe below resources',
      `${ready}\nresources: { livenessProbe: { ${http} } }`,
      'Write it further out, beside `image:`.',
    ],
  ])('%s', (_, lines, instead) => {
    const [finding] = lintLines(lines)
    expect(finding).toMatch(/^schema: /)
    expect(finding?.endsWith(instead)).toBe(true)
  })

  test('a probe below ports', () => {
    const text = deployment(ready).replace(
      'containerPort: 8000',
      `containerPort: 8000\n              livenessProbe: { ${http} }`,
    )
    expect(lintText(text)).toMatchObject([
      { rule: 'schema', instead: 'Write it further out, beside `image:`.' },
    ])
  })

  test('a hook or a misspelt grace period in the pod', () => {
    const pod = 'preStop: { sleep: { seconds: 5 } }\nterminationGracePeriodSecond: 60'
    expect(lintLines(ready, pod)).toEqual([
      'schema: preStop is outside of the containers. Move it into one of the containers.',
      'schema: terminationGracePeriodSecond is not a field of Kubernetes. Write `terminationGracePeriodSeconds:`.',
    ])
  })
})

test('lint accepts other fields of a container and of a pod', () => {
  const fields = 'lifecycle: {}\nresources: {}\nsecurityContext: {}\nworkingDir: /a'
  expect(lintLines(`${ready}\n${fields}`, 'serviceAccountName: a')).toEqual([])
})

describe('the rule duplicate-key', () => {
  test('warns of the first of two values, and lint uses the last one', () => {
    const text = deployment(
      `${ready}\nlivenessProbe:\n  ${http}\n  timeoutSeconds: 50\n  timeoutSeconds: 5`,
    )
    expect(lintText(text)).toMatchObject([
      {
        rule: 'duplicate-key',
        severity: 'warning',
        message: expect.stringContaining('timeoutSeconds'),
      },
    ])
  })

  test('warns of two probes of the same name', () => {
    expect(lintLines(`${ready}\n${ready}`)).toEqual([
      'duplicate-key: readinessProbe is given again later, and Kubernetes uses the last one. Keep one of them.',
    ])
  })

  test('accepts a key that overrides a merged one', () => {
    const text = `x: &x { timeoutSeconds: 3 }\n${deployment(`${ready}\nlivenessProbe: { <<: *x, ${http}, timeoutSeconds: 5 }`)}`
    expect(lintText(text)).toEqual([])
  })
})
