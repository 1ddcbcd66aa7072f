import { describe, expect, test } from 'vitest'
import { lint } from '../../src/lint/lint.ts'
import { config } from './application-configs.ts'

describe('lint with a configuration', () => {
  const container = (name: string, livenessPath: string) =>
    `{ name: ${name}, livenessProbe: { httpGet: { path: ${livenessPath}, port: 1 } }, readinessProbe: { httpGet: { path: /readyz, port: 1 }, timeoutSeconds: 5 } }`
  const pod = (...containers: readonly string[]) =>
    `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${containers.map((each) => `    - ${each}\n`).join('')}`
  const other = '{ name: proxy, readinessProbe: { httpGet: { path: /up, port: 2 } } }'
  const unmatched = '{ name: app, readinessProbe: { httpGet: { path: /redy, port: 1 } } }'
  const rulesOf = (text: string, name?: string) =>
    lint([{ file: 'a', text }], { config, ...(name && { container: name }) }).map(
      ({ field, rule }) => `${field} ${rule}`,
    )

  test('finds the container of the application by its probe paths', () => {
    expect(rulesOf(pod(other, container('app', '/alive')))).toEqual([
      'spec.containers[1].livenessProbe.httpGet.path path-not-served',
    ])
  })

  test('checks the only container even if no path matches', () => {
    expect(rulesOf(pod(unmatched))).toEqual([
      'spec.containers[0].readinessProbe.httpGet.path path-not-served',
    ])
  })

  test('does not count init containers as the application', () => {
    const text = `${pod(unmatched)}  initContainers: [{ name: migrate }]\n`
    expect(rulesOf(text)).toEqual([
      'spec.containers[0].readinessProbe.httpGet.path path-not-served',
    ])
  })

  test('reports an error if several containers match no path, unless the container is named', () => {
    expect(rulesOf(pod(other, unmatched))).toEqual([' path-not-served'])
    expect(rulesOf(pod(other, unmatched), 'app')).toEqual([
      'spec.containers[1].readinessProbe.httpGet.path path-not-served',
    ])
    expect(rulesOf(pod(other, unmatched), 'web')).toEqual([' path-not-served'])
  })
})
