import { describe, expect, test } from 'vitest'
import { exitCodeOf } from '../../src/lint/finding.ts'
import { brief, deployment, http, lintLiveness, lintText, ready } from './manifests.ts'

describe('lint of a liveness probe', () => {
  test.each([
    '/ready',
    '/readyz',
    '/readiness',
    '/health/ready',
    '/-/readiness',
    '/healthz/readiness',
    '/Ready?verbose',
    '/api/ready/',
    '/is-ready',
  ])('finds a path with the name of a readiness check: %s', (path) => {
    expect(brief(lintLiveness(http(path)))).toEqual([
      'livenessProbe.httpGet.path liveness-checks-readiness',
    ])
  })

  test('parses the path as the kubelet does', () => {
    expect(lintLiveness(http('//ready'))).toEqual([])
    expect(brief(lintLiveness(http('//web/ready')))).toEqual([
      'livenessProbe.httpGet.path liveness-checks-readiness',
    ])
    expect(lintLiveness(http('/healthz#/ready'))).toEqual([])
  })

  test.each([
    '/',
    '/healthz',
    '/already',
    '/read',
    '/healthz?ready=1',
    '/spread',
    '/reader/status',
  ])('accepts a path of a liveness check: %s', (path) => {
    expect(lintLiveness(http(path))).toEqual([])
  })

  test.each([
    ['/actuator/health', 'registry.example/app'],
    ['/q/health', 'registry.example/app'],
    ['/api/health', 'docker.io/grafana/grafana:12.3.1'],
    ['/server/health', 'directus/directus:11'],
    ['/_health', 'outlinewiki/outline:1'],
  ])('warns of a path that is known to check dependencies: %s of %s', (path, image) => {
    const findings = lintLiveness(http(path), image)
    expect(brief(findings)).toEqual(['livenessProbe.httpGet.path liveness-checks-dependency'])
    // A warning, because other releases of the software may differ.
    expect(findings[0]?.severity).toBe('warning')
  })

  test.each([
    ['/actuator/health/liveness', 'registry.example/app'],
    ['/q/health/live', 'registry.example/app'],
    ['/api/health', 'registry.example/app'],
    ['/healthz?full=true', 'quay.io/argoproj/argocd:v3.4.4'],
  ])('accepts a path that is not known to check dependencies: %s of %s', (path, image) => {
    expect(lintLiveness(http(path), image)).toEqual([])
  })

  test.each([
    ['{ path: /health, port: http }', '{ path: /health, port: http }', true],
    ['{ path: /health, port: 8000 }', '{ path: /health, port: http }', true],
    ['{ port: http }', '{ path: /, port: http }', true],
    ['{ path: /health?a, port: http }', '{ path: /health?b, port: http }', false],
    ['{ path: /health, port: 8000, scheme: HTTPS }', '{ path: /other, port: http }', false],
  ])('warns of the same request as readiness: liveness %s, readiness %s', (one, other, isSame) => {
    const text = deployment(
      `livenessProbe: { httpGet: ${one} }\nreadinessProbe: { httpGet: ${other} }`,
    )
    const found = lintText(text).some(({ rule }) => rule === 'same-request')
    expect(found).toBe(isSame)
  })

  test.each([
    'node:24',
    'docker.io/library/node@sha256:0',
    'gcr.io/distroless/nodejs24-debian13',
    'registry:5000/ghost:6',
    'n8nio/n8n',
  ])('finds a tcpSocket probe of a Node image: %s', (image) => {
    const findings = lintLiveness('tcpSocket: { port: http }', image)
    expect(brief(findings)).toEqual(['livenessProbe.tcpSocket tcp-liveness'])
    expect(exitCodeOf(findings)).toBe(1)
  })

  test.each([
    'command: [node, server.js]',
    'command: [/usr/local/bin/node, server.js]',
    'command: [/usr/local/bin/tsx, server.ts]',
    'command: [sh, -c, node server.js]',
    'env: [{ name: NODE_ENV, value: production }]',
  ])('finds a tcpSocket probe of a container that runs Node, by %s', (line) => {
    const text = deployment(`${ready}\nlivenessProbe: { tcpSocket: { port: http } }\n${line}`)
    expect(brief(lintText(text))).toEqual(['livenessProbe.tcpSocket tcp-liveness'])
  })

  test.each([
    'postgres:18',
    'prom/node-exporter',
    'redis',
    'example/nodepool',
    'calico/node:v3',
    'quay.io/calico/node',
  ])('accepts a tcpSocket probe of another image: %s', (image) => {
    expect(lintLiveness('tcpSocket: { port: http }', image)).toEqual([])
  })

  test('accepts a tcpSocket probe of a program with a subcommand node', () => {
    const text = deployment(`${ready}\nlivenessProbe: { tcpSocket: { port: http } }\nargs: [node]`)
    expect(lintText(text)).toEqual([])
  })
})
