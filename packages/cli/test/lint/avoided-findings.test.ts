import { describe, expect, test } from 'vitest'
import { brief, deployment, lintText, ready } from './manifests.ts'

const rulesOf = (container: string, pod = '') =>
  lintText(deployment(container, pod)).map(({ rule }) => rule)

describe('lint of a first process', () => {
  const script = (text: string) => `command: [sh, -c, ${JSON.stringify(text)}]\n${ready}`

  test.each([
    'while true; do date; sleep 5; done',
    'echo started; sleep infinity',
    '/start.sh | tee /var/log/app.log',
    '/start.sh --id=$((20 + 1)) --leader=$(LEADER)',
  ])('accepts a script without a last command that exec can start: %s', (text) => {
    expect(rulesOf(script(text))).toEqual([])
  })

  test('accepts a script of a pod that ends by itself', () => {
    expect(rulesOf(script('./install; ./run'), 'restartPolicy: Never')).toEqual([])
    expect(rulesOf(script('./install; ./run'))).toEqual(['signal-not-forwarded'])
  })
})

describe('lint of a custom resource', () => {
  const probes =
    'livenessProbe: { initialDelaySeconds: 5 }, readinessProbe: { httpGet: { path: / } }'
  const spec = `template: { spec: { containers: [{ image: a, ${probes} }] } }`
  const manifest = (api: string) => `apiVersion: ${api}\nkind: Service\nspec: { ${spec} }\n`

  test.each(['serving.knative.dev/v1', 'serving.kserve.io/v1alpha2'])(
    'accepts what the controller of %s adds',
    (api) => {
      expect(lintText(manifest(api))).toEqual([])
    },
  )

  test('reports what is missing in an object whose controller adds nothing', () => {
    expect(brief(lintText(manifest('apps/v1')))).toEqual([
      'livenessProbe schema',
      'readinessProbe.httpGet schema',
    ])
  })

  test('skips the patterns of a Kyverno policy', () => {
    const policy = `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: { rules: [{ validate: { pattern: { spec: { ${spec} } } } }] }\n`
    expect(lintText(policy).map(({ rule }) => rule)).toEqual(['nothing-to-check'])
  })
})

describe('lint of a port number', () => {
  const readiness = 'readinessProbe: { httpGet: { path: /readiness, port: 8081 } }'

  test.each([
    ['another probe', 'livenessProbe: { httpGet: { path: /healthz, port: 8081 } }'],
    ['an argument', 'args: ["--health-address=:8081"]'],
    ['a variable', 'env: [{ name: HEALTH_PORT, value: "8081" }]'],
  ])('accepts a number that %s contains', (_, container) => {
    expect(rulesOf(`${readiness}\n${container}`)).toEqual([])
  })

  test('accepts a port of another container of the pod', () => {
    const other = '{ name: proxy, image: proxy:1, ports: [{ containerPort: 8081 }] }'
    const pod = `{ name: app, image: a, ports: [{ containerPort: 80 }], ${readiness} }`
    const text = `kind: Pod\nspec: { containers: [${pod}, ${other}] }\n`
    expect(lintText(text)).toEqual([])
  })

  test('reports a number that occurs once', () => {
    expect(rulesOf(readiness)).toEqual(['undeclared-port'])
  })
})

describe('lint of a container without a readiness probe', () => {
  const pod = (containers: string) =>
    lintText(`kind: Pod\nspec: { containers: [${containers}] }\n`).map(({ rule }) => rule)
  const live = 'livenessProbe: { httpGet: { path: /healthz, port: 9090 } }'

  test('accepts a container whose ports are for monitoring', () => {
    expect(pod(`{ image: a, ports: [{ name: metrics, containerPort: 9090 }], ${live} }`)).toEqual(
      [],
    )
    expect(pod(`{ image: a, ports: [{ name: web, containerPort: 9090 }], ${live} }`)).toEqual([
      'no-readiness',
    ])
  })

  test('accepts a helper without ports beside a ready container', () => {
    const main = `{ image: a, ports: [{ name: http, containerPort: 80 }], ${ready} }`
    expect(pod(`${main}, { image: b, ${live} }`)).toEqual([])
  })
})

describe('lint of secrets', () => {
  test('accepts a cookie that names the probe', () => {
    const header = '{ name: Cookie, value: session-id=x-liveness-probe }'
    const action = `httpGet: { path: /healthz, port: http, httpHeaders: [${header}] }`
    expect(rulesOf(`${ready}\nlivenessProbe: { ${action} }`)).toEqual([])
  })

  test.each(['mysqladmin -uroot -p$MYSQL_PASSWORD ping', 'TOKEN=$(cat /token); app-status'])(
    'accepts a variable: %s',
    (text) => {
      const action = `exec: { command: [sh, -c, ${JSON.stringify(text)}] }, timeoutSeconds: 5`
      expect(rulesOf(`${ready}\nlivenessProbe: { ${action} }`)).toEqual([])
    },
  )
})

test('lint finds curl without --fail behind timeout', () => {
  const action = 'exec: { command: [timeout, "3", curl, http://127.0.0.1:8000] }, timeoutSeconds: 5'
  expect(rulesOf(`${ready}\nlivenessProbe: { ${action} }`)).toEqual(['curl-without-fail'])
})

test('lint accepts a number that a script fills in later', () => {
  const action = 'httpGet: { path: /healthz, port: http }, timeoutSeconds: REPLACE_TIMEOUT'
  expect(rulesOf(`${ready}\nlivenessProbe: { ${action} }`)).toEqual([])
})

describe('lint of two probes that send the same request', () => {
  const probes = ['livenessProbe', 'readinessProbe']
    .map((name) => `${name}: { tcpSocket: { port: 5000 } }`)
    .join(', ')
  const lintPod = (container: string, pod = '') =>
    lintText(
      `apiVersion: v1\nkind: Pod\nspec: { ${pod} containers: [{ ${container}, ${probes} }] }\n`,
    ).map(({ rule }) => rule)

  test('accepts them for a database, which depends on nothing', () => {
    expect(lintPod('image: docker.io/library/postgres:18')).toEqual([])
    expect(lintPod('image: registry.example/app:1')).toEqual(['same-request'])
  })

  test('accepts them for a container that receives no requests', () => {
    const ports = 'image: a, ports: [{ name: metrics, containerPort: 5000 }]'
    expect(lintPod(ports)).toEqual([])
    expect(lintPod('image: a', 'restartPolicy: OnFailure,')).toEqual([])
  })
})
