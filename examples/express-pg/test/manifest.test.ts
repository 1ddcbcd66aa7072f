import { readFileSync } from 'node:fs'
import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { createAppProbes, drainSeconds } from '../src/probes.ts'

const text = readFileSync(new URL('../k8s.yaml', import.meta.url), 'utf8')
const [deployment, service] = parseAllDocuments(text).map((document) => document.toJS())
const { metadata, spec } = deployment.spec.template
const [container] = spec.containers
const { timeoutSeconds, liveness, readiness } = createAppProbes(new Pool()).describe()

test.each([
  ['livenessProbe', liveness],
  ['readinessProbe', readiness],
])('the %s agrees with the code', (name, { paths }) => {
  const probe = container[name]
  expect(paths).toContain(probe.httpGet.path)
  expect(probe.timeoutSeconds).toBe(timeoutSeconds)
  expect(container.ports).toContainEqual({ name: probe.httpGet.port, containerPort: 8000 })
})

test('the process serves for as long as the Service may send, and ends before it is killed', () => {
  const { periodSeconds, failureThreshold } = container.readinessProbe
  expect(drainSeconds).toBeGreaterThanOrEqual(periodSeconds * failureThreshold)
  expect(drainSeconds).toBeLessThan(spec.terminationGracePeriodSeconds)
})

test('the port is the one that the application is told to listen on', () => {
  expect(container.env).toContainEqual({ name: 'PORT', value: '8000' })
})

test('the service finds the pods and their port', () => {
  expect(metadata.labels).toEqual(service.spec.selector)
  expect(metadata.labels).toEqual(deployment.spec.selector.matchLabels)
  expect(service.spec.ports[0].targetPort).toBe(container.ports[0].name)
})
