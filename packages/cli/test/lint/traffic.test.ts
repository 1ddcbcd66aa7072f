import { describe, expect, test } from 'vitest'
import { deployment, lintText } from './manifests.ts'

const service = (selector: string, namespace = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: s${namespace && `, namespace: ${namespace}`} }\nspec: { selector: { ${selector} } }\n`
const labelled = (labels: string) =>
  deployment('livenessProbe: { exec: { command: [a] } }').replace(
    '    spec:\n',
    `    metadata: { labels: { ${labels} } }\n    spec:\n`,
  )

describe('the rule no-readiness', () => {
  test.each([
    ['no Service is given', labelled('app: web'), true],
    ['a Service selects the pod', `${labelled('app: web, tier: a')}${service('app: web')}`, true],
    ['no Service selects the pod', `${labelled('app: worker')}${service('app: web')}`, false],
    [
      'the Service is in the same file before the pod',
      `${service('app: web')}---\n${labelled('app: web')}`,
      true,
    ],
  ])('applies to a pod that may receive requests: %s', (_, text, isFound) => {
    expect(lintText(text).map(({ rule }) => rule)).toEqual(isFound ? ['no-readiness'] : [])
  })

  test('compares namespaces', () => {
    const pod = labelled('app: web').replace('name: web', 'name: web\n  namespace: one')
    expect(lintText(`${pod}${service('app: web', 'one')}`)).toHaveLength(1)
    expect(lintText(`${pod}${service('app: web', 'two')}`)).toEqual([])
  })

  test('does not apply to a worker without ports', () => {
    const text = deployment('livenessProbe: { exec: { command: [a] } }')
    const worker = text.replace(/ *ports:\n.*\n.*8000\n/, '')
    expect(worker).not.toContain('8000')
    expect(lintText(worker)).toEqual([])
  })

  test.each([
    ['redis:8', /exec: \{ command: \[redis-cli, ping\] \}/],
    ['docker.io/bitnami/postgresql:18', /pg_isready/],
    ['mariadb', /mysqladmin/],
    ['registry.example/app:1', /httpGet: \{ path: \/readiness, port: http \}/],
  ])('suggests a probe for the image %s', (image, instead) => {
    const [finding] = lintText(deployment('', '', image))
    expect(finding).toMatchObject({ rule: 'no-readiness' })
    expect(finding?.instead).toMatch(instead)
  })

  test('finds a pod in which only a proxy has a readiness probe', () => {
    const proxy = (image: string) =>
      deployment('').trimEnd() +
      `\n        - name: proxy\n          image: ${image}\n          readinessProbe: { exec: { command: [a] } }\n`
    expect(lintText(proxy('envoyproxy/envoy:v1.32'))).toMatchObject([
      {
        rule: 'no-readiness',
        message:
          'container app has no readinessProbe (only its proxy has one), so it may receive requests too early',
      },
    ])
    expect(lintText(proxy('registry.example/other:1'))).toEqual([])
  })
})

test('lint does not complete a patch of Kustomize', () => {
  const patch = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      containers:
        - name: app
          readinessProbe: { httpGet: { path: /readiness, port: http } }
        - name: sidecar
          livenessProbe: { timeoutSeconds: 5 }
`
  expect(lintText(patch)).toEqual([])
  expect(lintText(patch.replace('timeoutSeconds: 5', 'timeoutSeconds: 0.5'))).toMatchObject([
    { rule: 'whole-seconds' },
  ])
})

test('lint does not take the values of a Helm chart for a container', () => {
  const probes = 'livenessProbe: { timeoutSeconds: 0.5 }\nreadinessProbe: { enabled: true }'
  expect(lintText(`replicaCount: 2\n${probes}`).map(({ rule }) => rule)).toEqual([
    'nothing-to-check',
  ])
  const image = 'image: { repository: a, tag: b }'
  expect(lintText(`${image}\n${probes}`).map(({ rule }) => rule)).toEqual(['nothing-to-check'])
})
