import { describe, expect, test } from 'vitest'
import { config } from './application-configs.ts'
import { brief, deployment, http, lintLiveness, lintText, ready } from './manifests.ts'

const lintLines = (lines: string, pod = '') => brief(lintText(deployment(lines, pod)))

describe('the rule loopback-host', () => {
  test.each(['localhost', '127.0.0.1', '127.1.2.3', '"::1"'])(
    'finds a probe of the node instead of the pod: %s',
    (host) => {
      expect(brief(lintLiveness(`httpGet: { host: ${host}, port: http }`))).toEqual([
        'livenessProbe.httpGet.host loopback-host',
      ])
      expect(brief(lintLiveness(`tcpSocket: { host: ${host}, port: http }`))).toEqual([
        'livenessProbe.tcpSocket.host loopback-host',
      ])
    },
  )

  test('accepts another host, and loopback in the network of the node', () => {
    expect(lintLiveness('httpGet: { host: proxy.example, port: http }')).toEqual([])
    const probe = 'livenessProbe: { httpGet: { host: localhost, port: http } }'
    expect(lintLines(`${ready}\n${probe}`, 'hostNetwork: true')).toEqual([])
  })
})

describe('the rule same-request', () => {
  test.each([
    ['tcpSocket: { port: http }', 'tcpSocket: { port: 8000 }', true],
    ['tcpSocket: { port: http }', 'tcpSocket: { port: 8000, host: other }', true],
    ['grpc: { port: 8000 }', 'grpc: { port: 8000 }', true],
    ['grpc: { port: 8000, service: a }', 'grpc: { port: 8000 }', false],
    ['exec: { command: [check, now] }', 'exec: { command: [check, now] }', true],
    ['exec: { command: [check, now] }', 'exec: { command: [check] }', false],
    ['tcpSocket: { port: http }', 'httpGet: { port: http }', false],
  ])('compares liveness with readiness: %s, %s', (liveness, readiness, isSame) => {
    const text = `livenessProbe: { ${liveness} }\nreadinessProbe: { ${readiness} }`
    expect(lintLines(text)).toEqual(isSame ? ['livenessProbe same-request'] : [])
  })
})

describe('the rules for paths', () => {
  test.each(['/readyz', '/readiness', '/health/ready', '/-/ready'])(
    'startup-checks-readiness warns by the name of the path: %s',
    (path) => {
      const findings = lintText(deployment(`${ready}\nstartupProbe: { ${http(path)} }`))
      expect(findings).toMatchObject([{ rule: 'startup-checks-readiness', severity: 'warning' }])
    },
  )

  test('startup-checks-readiness is an error for a readiness path of the application', () => {
    const probes = `startupProbe: { ${http('/readiness')}, timeoutSeconds: 5 }\nreadinessProbe: { ${http('/readiness')}, timeoutSeconds: 5 }`
    expect(lintText(deployment(probes), config)).toMatchObject([
      { rule: 'startup-checks-readiness', severity: 'error', instead: 'path: /healthz' },
    ])
  })

  test.each([
    ['/livez', true],
    ['/health/liveness', true],
    ['/healthz', false],
    ['/delivery', false],
  ])('readiness-checks-liveness warns by the name of the path: %s', (path, isLiveness) => {
    const findings = lintText(deployment(`readinessProbe: { ${http(path)} }`))
    expect(findings.map(({ rule }) => rule)).toEqual(
      isLiveness ? ['readiness-checks-liveness'] : [],
    )
  })
})

describe('the rule undeclared-port', () => {
  test.each([
    ['httpGet: { path: /healthz, port: 8080 }', 'httpGet.port'],
    ['tcpSocket: { port: 8080 }', 'tcpSocket.port'],
    ['grpc: { port: 8080 }', 'grpc.port'],
  ])('warns of a number that the container does not declare: %s', (probe, field) => {
    const [finding, ...others] = lintLiveness(probe)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'undeclared-port', severity: 'warning' })
    expect(finding?.field).toMatch(new RegExp(`livenessProbe\\.${field}$`))
  })

  test('accepts every number if the container declares no port', () => {
    const text = deployment('livenessProbe: { httpGet: { port: 8080 } }').replace(
      / *ports:\n.*\n.*8000\n/,
      '',
    )
    expect(text).not.toContain('8000')
    expect(lintText(text)).toEqual([])
  })
})

describe('the rule newer-field', () => {
  test.each(['grpc: { port: 8000, mode: TLS }', 'httpGet: { port: http, protocol: HTTP2 }'])(
    'names the version of Kubernetes that a field requires: %s',
    (probe) => {
      expect(lintLiveness(probe)).toMatchObject([
        { rule: 'newer-field', message: expect.stringContaining('Kubernetes 1.37') },
      ])
    },
  )
})
