import { createProbes } from '@readyz/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Declaration } from '../../src/lint/declaration.ts'
import { lint } from '../../src/lint/lint.ts'
import { writeManifest } from '../../src/manifest/manifest.ts'
import { type ManifestOptions, optionsFrom } from '../../src/manifest/options.ts'

const whole = (min: number, max: number) => fc.integer({ min, max })
const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@%{}[\]"|-]+$/), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => `/${parts.join('/')}`)
const options: fc.Arbitrary<ManifestOptions> = fc.record(
  {
    name: fc.oneof(
      fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/),
      fc.constantFrom('null', 'true', '1e3', 'on'),
    ),
    port: fc.oneof(
      whole(1, 65_535),
      fc.stringMatching(/^[a-z]([a-z0-9]{0,6})$/),
      fc.constantFrom('null', 'y', '0x1f'),
    ),
    livenessPath: path,
    readinessPath: path,
    timeoutSeconds: whole(1, 40),
    periodSeconds: whole(1, 60),
    failureThreshold: whole(1, 9),
    startSeconds: whole(1, 900),
    preStopSeconds: whole(0, 40),
    drainSeconds: fc.oneof(whole(0, 600), fc.double({ min: 0, max: 600, noNaN: true })),
    stopSeconds: fc.oneof(whole(0, 600), fc.double({ min: 0, max: 600, noNaN: true })),
  },
  { requiredKeys: [] },
)

/** What an application that was built for these options says of itself. */
function declarationFor({
  timeoutSeconds,
  livenessPath,
  readinessPath,
  ...stop
}: ManifestOptions): Declaration {
  const probes = createProbes({
    timeoutSeconds: timeoutSeconds ?? 5,
    readiness: [{ name: 'db', check: () => {} }],
    ...(livenessPath !== undefined && { livenessPaths: [livenessPath] }),
    ...(readinessPath !== undefined && { readinessPaths: [readinessPath] }),
  })
  const { drainSeconds = 10, stopSeconds = 15 } = stop
  return { ...probes.describe(), stop: { drainSeconds, timeoutSeconds: stopSeconds } }
}

/** What is written, or the name of the option that is refused. */
function attempt(some: ManifestOptions, as: 'yaml' | 'json'): { text?: string; refused?: string } {
  try {
    return { text: writeManifest(some, as) }
  } catch (error) {
    const { name, message } = Object(error)
    return { refused: name === 'TypeError' ? message.split(' ', 1)[0] : message }
  }
}

// The one default that depends on others.
function drainIn(text: string): number {
  const [container] = parse(text).containers
  const { periodSeconds, failureThreshold } = container.readinessProbe
  return Math.max(10, periodSeconds * failureThreshold)
}

describe('a manifest', () => {
  test('that is written passes the lint, alone and against its application, whatever the options', () => {
    let written = 0
    const maybeRefused = [
      'livenessPath',
      'readinessPath',
      'periodSeconds',
      'drainSeconds',
      undefined,
    ]
    fc.assert(
      fc.property(options, fc.constantFrom('yaml', 'json'), (some, as) => {
        const { text, refused } = attempt(some, as)
        expect(maybeRefused).toContain(refused)
        if (text === undefined) return
        written += 1
        const sources = [{ file: as, text }]
        const declaration = declarationFor({ drainSeconds: drainIn(text), ...some })
        expect([...lint(sources), ...lint(sources, { declaration })]).toEqual([])
      }),
      { numRuns: 1000 },
    )
    expect(written).toBeGreaterThan(200)
  })

  test('is the same in YAML and JSON', () => {
    fc.assert(
      fc.property(options, (some) => {
        const [yaml, json] = [attempt(some, 'yaml'), attempt(some, 'json')]
        expect(parse(yaml.text ?? '')).toEqual(JSON.parse(json.text ?? 'null'))
      }),
    )
  })

  test('in YAML says why', () => {
    expect(
      writeManifest({ timeoutSeconds: 2, preStopSeconds: 0 }, 'yaml'),
    ).toBe(`# Belongs below spec.template.spec of a Deployment or StatefulSet.

# 10 s of drain and 15 s of stopGracefully, 5 s to spare.
terminationGracePeriodSeconds: 30
containers:
  - name: app
    # Has it started? It may take 60 s; until then the others are not asked.
    startupProbe:
      httpGet:
        path: /healthz
        port: 8000
      timeoutSeconds: 2
      periodSeconds: 5
      failureThreshold: 12
    # Is the process alive? It asks no dependency, for a restart mends none.
    livenessProbe:
      httpGet:
        path: /healthz
        port: 8000
      timeoutSeconds: 2
      periodSeconds: 10
      failureThreshold: 3
    # Can it serve? When it cannot, the Service sends its requests elsewhere, and nothing is restarted.
    readinessProbe:
      httpGet:
        path: /readiness
        port: 8000
      # As createProbes({ timeoutSeconds: 2 }): it answers before the kubelet gives up.
      timeoutSeconds: 2
      periodSeconds: 5
      # 5 s x 2, no longer than it serves after the pod is removed.
      failureThreshold: 2
`)
  })

  test('has a preStop that sleeps without a shell, from Kubernetes 1.30 on', () => {
    const { lifecycle } = parse(writeManifest({ preStopSeconds: 7 }, 'yaml')).containers[0]
    expect(lifecycle).toEqual({ preStop: { sleep: { seconds: 7 } } })
    expect(writeManifest({ preStopSeconds: 7 }, 'yaml')).toContain('1.30')
  })
})

describe('an option', () => {
  test.each([
    [{ timeoutSeconds: 0.5 }, 'timeoutSeconds is 0.5, expected a whole number from 1 to 1000000'],
    [{ timeoutSeconds: 0 }, /^timeoutSeconds is 0,/],
    [{ timeoutSeconds: Number.NaN }, /^timeoutSeconds is null,/],
    [{ periodSeconds: 4 }, 'periodSeconds is 4, expected a whole number from 5 to 1000000'],
    [{ failureThreshold: 0 }, /^failureThreshold is 0,/],
    [{ startSeconds: 0 }, /^startSeconds is 0,/],
    [{ preStopSeconds: -1 }, /^preStopSeconds is -1,/],
    [{ drainSeconds: 4 }, 'drainSeconds is 4, expected at least 5'],
    [{ failureThreshold: 4, drainSeconds: 14 }, 'drainSeconds is 14, expected at least 15'],
    [{ stopSeconds: -1 }, 'stopSeconds is -1, expected at least 0'],
    [{ stopSeconds: Number.POSITIVE_INFINITY }, /^stopSeconds is null,/],
    [{ name: 'App' }, /^name is "App",/],
    [{ port: 0 }, /^port is 0,/],
    [{ port: '8000' }, /^port is "8000",/],
    [{ port: 'too-long-for-a-port' }, /^port is /],
    [
      { livenessPath: 'healthz' },
      /^livenessPath is "healthz", expected a path that begins with one slash/,
    ],
    [{ livenessPath: '//healthz' }, /^livenessPath is/],
    [{ readinessPath: '/readiness?token=1' }, /^readinessPath is/],
    [{ readinessPath: '/healthz' }, /expected another than livenessPath/],
    [
      { livenessPath: '/ready', readinessPath: '/up' },
      /expected a path that looks at the process alone/,
    ],
    [{ livenessPath: '/actuator/health' }, /^livenessPath is/],
  ])('that is wrong is named: %j', (some, message) => {
    expect(() => writeManifest(some, 'yaml')).toThrow(TypeError)
    expect(() => writeManifest(some, 'yaml')).toThrow(message)
  })

  test('that is not given fits those that are', () => {
    const [container] = parse(writeManifest({ timeoutSeconds: 20 }, 'yaml')).containers
    expect(container.readinessProbe).toMatchObject({ periodSeconds: 20, failureThreshold: 2 })
    expect(container.startupProbe).toMatchObject({ periodSeconds: 20, failureThreshold: 3 })
    const { terminationGracePeriodSeconds } = parse(writeManifest({ timeoutSeconds: 20 }, 'yaml'))
    expect(terminationGracePeriodSeconds).toBe(5 + 40 + 15 + 5)
  })

  test('comes from what the application says of itself', () => {
    const declared = createProbes({
      timeoutSeconds: 2.5,
      livenessPaths: ['/up'],
      readinessPaths: ['/go'],
    })
    expect(optionsFrom(declared.describe())).toEqual({
      timeoutSeconds: 3,
      livenessPath: '/up',
      readinessPath: '/go',
    })
    const stop = { drainSeconds: 12, timeoutSeconds: 20 }
    expect(optionsFrom({ ...declared.describe(), stop })).toMatchObject({
      drainSeconds: 12,
      stopSeconds: 20,
    })
    const none = createProbes({ timeoutSeconds: 0.2, livenessPaths: [], readinessPaths: [] })
    expect(optionsFrom(none.describe())).toEqual({ timeoutSeconds: 1 })
  })
})
