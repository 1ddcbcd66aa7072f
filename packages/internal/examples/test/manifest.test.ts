import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { examples, readExampleFile } from './examples.ts'

describe.each(examples)('the manifest of $name', ({ name, script, hasPage }) => {
  const [deployment, service] = parseAllDocuments(readExampleFile(name, 'k8s.yaml')).map((each) =>
    each.toJS(),
  )
  const { metadata, spec } = deployment.spec.template
  const [container] = spec.containers
  const code = readExampleFile(
    name,
    `src/${name === 'express-pg' ? 'probes.ts' : script.pathname.split('/').at(-1)}`,
  )
  const numberIn = (pattern: RegExp) => Number(pattern.exec(code)?.[1])

  test.each([
    ['livenessProbe', '/healthz'],
    ['readinessProbe', '/readiness'],
  ])('has a %s with the path, port and timeoutSeconds of the code', (probe, path) => {
    const { httpGet, timeoutSeconds } = container[probe]
    expect(httpGet.path).toBe(path)
    expect(container.ports).toContainEqual({ name: httpGet.port, containerPort: 8000 })
    expect(timeoutSeconds).toBe(numberIn(/timeoutSeconds\W+(\d+)/))
  })

  test('sets PORT to the containerPort', () => {
    expect(container.env).toContainEqual({ name: 'PORT', value: '8000' })
  })

  test('has a drainSeconds that covers the readiness probe, and a grace period longer than the shutdown', () => {
    const { periodSeconds, failureThreshold, timeoutSeconds } = container.readinessProbe
    // A worker receives no requests.
    const endpointRemovalSeconds = hasPage
      ? periodSeconds * failureThreshold + timeoutSeconds + 3
      : 0
    const drainSeconds = hasPage ? numberIn(/drainSeconds = (\d+)/) : 0
    expect(drainSeconds).toBeGreaterThanOrEqual(endpointRemovalSeconds)
    const stopSeconds = numberIn(/stopSeconds = (\d+)/)
    expect(drainSeconds + stopSeconds).toBeLessThan(spec.terminationGracePeriodSeconds)
  })

  test('has a Service that selects the pods and their port', () => {
    if (!hasPage) return
    const { selector, ports } = service.spec
    expect(metadata.labels).toMatchObject(selector)
    expect(container.ports).toContainEqual(expect.objectContaining({ name: ports[0].targetPort }))
  })
})
