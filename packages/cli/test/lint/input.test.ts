import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lint, lintFiles } from '../../src/lint/lint.ts'
import { brief, deployment, lintText, ready } from './manifests.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'readyz-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}

const fraction = 'livenessProbe: { timeoutSeconds: 0.5 }'
const pod = (probe: string) => `spec: { containers: [{ name: app, ${probe} }] }`
const tcp =
  'image: node, livenessProbe: { tcpSocket: { port: 1 } }, readinessProbe: { exec: { command: [a] } }'

describe('lint reads manifests and', () => {
  test.each([
    ['Pod', 'v1', pod(tcp), 'spec'],
    ['Deployment', 'apps/v1', `spec: { template: { ${pod(tcp)} } }`, 'spec.template.spec'],
    ['StatefulSet', 'apps/v1', `spec: { template: { ${pod(tcp)} } }`, 'spec.template.spec'],
    ['DaemonSet', 'apps/v1', `spec: { template: { ${pod(tcp)} } }`, 'spec.template.spec'],
    ['ReplicaSet', 'apps/v1', `spec: { template: { ${pod(tcp)} } }`, 'spec.template.spec'],
    ['ReplicationController', 'v1', `spec: { template: { ${pod(tcp)} } }`, 'spec.template.spec'],
    ['PodTemplate', 'v1', `template: { ${pod(tcp)} }`, 'template.spec'],
    ['Job', 'batch/v1', `spec: { template: { ${pod(tcp)} } }`, 'spec.template.spec'],
    [
      'CronJob',
      'batch/v1',
      `spec: { jobTemplate: { spec: { template: { ${pod(tcp)} } } } }`,
      'spec.jobTemplate.spec.template.spec',
    ],
  ])('finds the pods of a %s', (kind, apiVersion, rest, at) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\n${rest}`
    expect(lintText(text)).toMatchObject([
      {
        object: `${kind}/web`,
        field: `${at}.containers[0].livenessProbe.tcpSocket`,
        rule: 'tcp-liveness',
        line: 4,
      },
    ])
  })

  test.each([
    ['a kind of another API group', 'example.com/v1', 'Deployment', 'template'],
    ['an Argo Rollout', 'argoproj.io/v1alpha1', 'Rollout', 'template'],
    ['a DeploymentConfig', 'apps.openshift.io/v1', 'DeploymentConfig', 'template'],
    ['a Knative Service', 'serving.knative.dev/v1', 'Service', 'template'],
    ['a LeaderWorkerSet', 'leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'workerTemplate'],
  ])('finds the pods of any other kind: %s', (_, apiVersion, kind, key) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nspec: { ${key}: { ${pod(tcp)} } }`
    expect(lintText(text).map(({ rule }) => rule)).toEqual(['tcp-liveness'])
  })

  test('finds the containers of a KServe InferenceService, which are in a predictor', () => {
    const text = `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nspec: { predictor: { containers: [{ name: a, ${tcp} }] } }`
    expect(lintText(text)).toMatchObject([
      { rule: 'tcp-liveness', field: 'spec.predictor.containers[0].livenessProbe.tcpSocket' },
    ])
  })

  test('finds the probes of a Strimzi Kafka, which are outside of a container', () => {
    const probes = 'livenessProbe: { timeoutSeconds: 0.5 }, readinessProbe: { timeoutSeconds: 5 }'
    const text = `apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nspec: { kafka: { ${probes} } }`
    expect(lintText(text)).toMatchObject([
      { rule: 'whole-seconds', field: 'spec.kafka.livenessProbe.timeoutSeconds' },
    ])
  })

  test('finds the objects of an OpenShift Template, and ignores its parameters', () => {
    const container = `name: a, ${tcp}, startupProbe: { exec: { command: [a] }, failureThreshold: "\${N}" }`
    const item = `{ apiVersion: v1, kind: Pod, spec: { containers: [{ ${container} }] } }`
    const text = `apiVersion: template.openshift.io/v1\nkind: Template\nobjects: [${item}]`
    expect(lintText(text).map(({ rule }) => rule)).toEqual(['tcp-liveness'])
  })

  test.each([
    ['a Service', 'v1', 'Service'],
    ['a ConfigMap', 'v1', 'ConfigMap'],
    ['a CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ])('reports that there is no pod: %s', (_, apiVersion, kind) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nspec: { a: 1 }`
    expect(lintText(text).map(({ rule }) => rule)).toEqual(['nothing-to-check'])
  })

  test('checks each item of a List, also of a List in a List, and reports its path', () => {
    const item = `{ apiVersion: v1, kind: Pod, metadata: { name: a }, ${pod(tcp)} }`
    const inner = `{ apiVersion: v1, kind: PodList, items: [${item}] }`
    const text = `apiVersion: v1\nkind: List\nitems:\n  - ${item}\n  - ${inner}\n`
    expect(lintText(text).map(({ line, field }) => `${line} ${field}`)).toEqual([
      '4 items[0].spec.containers[0].livenessProbe.tcpSocket',
      '5 items[1].items[0].spec.containers[0].livenessProbe.tcpSocket',
    ])
  })

  test('checks every document of a file, and skips empty ones and comments', () => {
    const one = deployment(`${ready}\nlivenessProbe: { exec: {} }`)
    const text = `# nothing here\n---\n${one}---\n---\napiVersion: v1\nkind: Service\n---\n${one}`
    const lines = text.split('\n').flatMap((line, at) => (/exec/.test(line) ? [at + 1] : []))
    expect(lintText(text).map(({ line }) => line)).toEqual(lines)
    expect(lines).toHaveLength(2)
  })

  test('names the Helm template of an object', () => {
    const text = `---\n# Source: web/templates/deployment.yaml\n${deployment(`${ready}\nlivenessProbe: {}`)}`
    expect(lintText(text).map(({ object }) => object)).toEqual([
      'Deployment/web (web/templates/deployment.yaml)',
    ])
  })

  test('reads JSON', () => {
    const container = '{"image":"a","ports":[{"containerPort":80}]}'
    const text = `{\n  "apiVersion": "v1",\n  "kind": "Pod",\n  "spec": {\n    "containers": [${container}]\n  }\n}`
    expect(lintText(text)).toMatchObject([{ rule: 'no-readiness', line: 5, column: 20 }])
  })

  test('reads lines that end in CRLF', () => {
    const text = deployment(`${ready}\nlivenessProbe: {}`)
    expect(lintText(text.replaceAll('\n', '\r\n'))).toEqual(lintText(text))
  })

  test.each([
    ['a pod', `containers:\n  - ${fraction}`],
    ['a container', fraction],
  ])('checks a fragment that is only %s, as documentation contains it', (_, text) => {
    expect(lintText(text).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'whole-seconds: livenessProbe.timeoutSeconds is 0.5',
    ])
  })
})

describe('lint of YAML anchors', () => {
  const shared = `
x-probe: &probe { tcpSocket: { port: 1 }, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 60 }
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: app
      image: node
      readinessProbe: { exec: { command: [a] } }
`
  test('follows an alias, and reports the position of the anchor', () => {
    expect(lintText(`${shared}      livenessProbe: *probe`)).toMatchObject([
      { line: 2, rule: 'tcp-liveness' },
      { line: 2, rule: 'timeout-above-period', message: expect.stringContaining('after 1 s') },
    ])
  })

  test('merges maps, and a key of the map itself overrides a merged key', () => {
    const text = `${shared}      livenessProbe: { <<: *probe, periodSeconds: 5 }`
    expect(brief(lintText(text))).toEqual(['livenessProbe.tcpSocket tcp-liveness'])
    const several = `${shared}      livenessProbe: { <<: [{ periodSeconds: 4 }, *probe] }`
    expect(lintText(several)).toMatchObject([
      { rule: 'tcp-liveness' },
      { rule: 'timeout-above-period', message: expect.stringContaining('after 4 s') },
    ])
    const none = `${shared}      livenessProbe: { <<: *probe, tcpSocket: , exec: { command: [b] }, periodSeconds: 5 }`
    expect(lintText(none)).toEqual([])
  })

  test.each([
    ['a list', 'apiVersion: v1\nkind: List\nitems: &all [*all]'],
    [
      'a list whose anchor is the whole document',
      '&all\napiVersion: v1\nkind: List\nitems: [*all]',
    ],
    [
      'a merge',
      `apiVersion: v1\nkind: Pod\nspec: &spec\n  <<: *spec\n  containers: [{ name: a, ${fraction} }]`,
    ],
    ['a probe', 'livenessProbe: &probe { httpGet: *probe }'],
    ['a custom resource', 'kind: A\nspec: &spec { a: *spec, b: [*spec] }'],
  ])('terminates for an alias that refers to one of its ancestors: %s', (_, text) => {
    expect(lintText(text).length).toBeGreaterThan(0)
  })
})

describe('lint of a pod', () => {
  const image = 'image: node'
  test('accepts probes of an init container only if it is a sidecar', () => {
    const pods = (policy: string) => `apiVersion: v1
kind: Pod
spec:
  initContainers: [{ name: proxy, ${image}, ${policy} livenessProbe: { tcpSocket: { port: 1 } } }]
  containers: [{ name: app, ${ready.replace('http }', '80 }')} }]`
    expect(lintText(pods('restartPolicy: Always,'))).toMatchObject([{ rule: 'tcp-liveness' }])
    expect(lintText(pods(''))).toMatchObject([
      { rule: 'schema', message: 'an init container has a livenessProbe' },
    ])
  })
})

describe('lint of a file', () => {
  test.each([
    ['invalid YAML', 'a: [1\nb: 2', 2, 'yaml', /^not YAML: /],
    ['a template', 'a: 1\nb: {{ .Values.b }}', 2, 'yaml', /^this is a template/],
    ['an empty file', '', 1, 'nothing-to-check', /^the file is empty/],
    ['only comments', '# a\n---\n', 1, 'nothing-to-check', /^the file is empty/],
    [
      'no pods',
      'apiVersion: v1\nkind: Service',
      1,
      'nothing-to-check',
      /^found no object with containers/,
    ],
  ])('reports the problem and its line: %s', (_, text, line, rule, message) => {
    expect(lintText(text)).toMatchObject([{ line, rule, message: expect.stringMatching(message) }])
  })

  test('checks the other documents if one is invalid YAML, and prints no content of it', () => {
    const text = `password: "hunter2\n---\n${deployment(`${ready}\nlivenessProbe: {}`)}`
    const findings = lintText(`a: b: hunter2\n---\n${deployment(`${ready}\nlivenessProbe: {}`)}`)
    expect(findings.map(({ rule }) => rule)).toEqual(['yaml', 'schema'])
    expect(JSON.stringify([findings, lintText(text)])).not.toContain('hunter2')
  })

  test('reports a missing file, and checks the other files', async () => {
    const good = file('good.yaml', deployment(ready))
    const bad = file('bad.yaml', deployment('livenessProbe: {}'))
    const missing = path.join(folder, 'missing.yaml')
    const { findings } = await lintFiles([missing, good, bad])
    expect(findings.map(({ file: at, rule }) => [at, rule])).toEqual([
      [missing, 'input'],
      [bad, 'no-readiness'],
      [bad, 'schema'],
    ])
    expect(findings[0]?.message).toBe('the file does not exist')
  })

  test('accepts a file without pods beside a file with pods', () => {
    const service = { file: 'service.yaml', text: 'apiVersion: v1\nkind: Service' }
    expect(lint([service, { file: 'web.yaml', text: deployment(ready) }])).toEqual([])
  })

  test('checks a file once if it is passed twice', async () => {
    const bad = file('bad.yaml', deployment(`${ready}\nlivenessProbe: {}`))
    expect((await lintFiles([bad, bad])).findings).toHaveLength(1)
  })
})
