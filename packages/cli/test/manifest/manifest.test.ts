import { createProbes } from '@readyz/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ApplicationConfig } from '../../src/lint/application-config.ts'
import { lint } from '../../src/lint/lint.ts'
import {
  type ManifestOptions,
  optionNames,
  optionsFromConfig,
} from '../../src/manifest/manifest-options.ts'
import { writeManifest } from '../../src/manifest/write-manifest.ts'

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
    containerPort: whole(1, 65_535),
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

/** The configuration of an application that was built for these options. */
function declarationFor({
  timeoutSeconds,
  livenessPath,
  readinessPath,
  ...stop
}: ManifestOptions): ApplicationConfig {
  const probes = createProbes({
    timeoutSeconds: timeoutSeconds ?? 5,
    readiness: [{ name: 'db', check: () => {} }],
    ...(livenessPath !== undefined && { livenessPaths: [livenessPath] }),
    ...(readinessPath !== undefined && { readinessPaths: [readinessPath] }),
  })
  const { drainSeconds = 15, stopSeconds = 10 } = stop
  return { ...probes.describe(), stop: { drainSeconds, timeoutSeconds: stopSeconds } }
}

/** What is written, or the name of the option that is refused. */
function runCheck(some: ManifestOptions, as: 'yaml' | 'json'): { text?: string; refused?: string } {
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
  const { periodSeconds, failureThreshold, timeoutSeconds } = container.readinessProbe
  return Math.max(15, periodSeconds * failureThreshold + timeoutSeconds + 3)
}

describe('a manifest', () => {
  test('that is written passes the lint, alone and against its application, whatever the options', () => {
    let written = 0
    const maybeRefused = [
      '--liveness-path',
      '--readiness-path',
      '--period-seconds',
      '--drain-seconds',
      undefined,
    ]
    fc.assert(
      fc.property(options, fc.constantFrom('yaml', 'json'), (some, as) => {
        const { text, refused } = runCheck(some, as)
        expect(maybeRefused).toContain(refused)
        if (text === undefined) return
        written += 1
        const sources = [{ file: as, text }]
        const declaration = declarationFor({ drainSeconds: drainIn(text), ...some })
        expect([...lint(sources), ...lint(sources, { config: declaration })]).toEqual([])
      }),
      { numRuns: 1000 },
    )
    expect(written).toBeGreaterThan(200)
  })

  test('that is written gives every phase of the pod its time, whatever the options', () => {
    fc.assert(
      fc.property(options, (some) => {
        const { text } = runCheck(some, 'json')
        if (text === undefined) return
        const { containers, terminationGracePeriodSeconds } = parse(text)
        const [{ startupProbe, readinessProbe, ports = [] }] = containers
        const { startSeconds = 60, preStopSeconds = 5, stopSeconds = 10, port = 8000 } = some
        const { drainSeconds = drainIn(text), containerPort = 8000 } = some

        // The first of n failures may come at once, the last after n - 1 periods.
        const started = (startupProbe.failureThreshold - 1) * startupProbe.periodSeconds
        expect(started).toBeGreaterThanOrEqual(startSeconds)
        const { periodSeconds, failureThreshold, timeoutSeconds } = readinessProbe
        const unready = periodSeconds * failureThreshold + timeoutSeconds + 3
        expect(drainSeconds).toBeGreaterThanOrEqual(unready)
        const stopped = preStopSeconds + drainSeconds + stopSeconds
        expect(terminationGracePeriodSeconds).toBeGreaterThan(stopped)
        const named = typeof port === 'string' ? [{ name: port, containerPort }] : []
        expect(ports).toEqual(named)
      }),
      { numRuns: 1000 },
    )
  })

  test('is the same in YAML and JSON', () => {
    fc.assert(
      fc.property(options, (some) => {
        const [yaml, json] = [runCheck(some, 'yaml'), runCheck(some, 'json')]
        expect(parse(yaml.text ?? '')).toEqual(JSON.parse(json.text ?? 'null'))
      }),
    )
  })

  test('in YAML says why', () => {
    expect(
      writeManifest({ timeoutSeconds: 2, preStopSeconds: 0 }, 'yaml'),
    ).toBe(`# Belongs below spec.template.spec of a Deployment or StatefulSet.

# 15 s of drain and 10 s of stopGracefully, 5 s of reserve.
terminationGracePeriodSeconds: 30
containers:
  - name: app
    # Has it started? It has 60 s, and one probe more, because the first may come before it listens.
    startupProbe:
      httpGet:
        path: /healthz
        port: 8000
      timeoutSeconds: 2
      periodSeconds: 5
      failureThreshold: 13
    # Is the process alive? It checks no dependency, because a restart fixes none.
    livenessProbe:
      httpGet:
        path: /healthz
        port: 8000
      timeoutSeconds: 2
      periodSeconds: 10
      failureThreshold: 3
    # Can it serve? If not, the Service sends requests to other pods. Nothing is restarted.
    readinessProbe:
      httpGet:
        path: /readiness
        port: 8000
      # As in createProbes({ timeoutSeconds: 2 }), so that it answers before the kubelet gives up.
      timeoutSeconds: 2
      periodSeconds: 5
      # The process serves for 15 s after the signal. A load balancer needs up to 15 s: 5 s x 2, 2 s of timeout and 3 s of margin.
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
    [
      { timeoutSeconds: 0.5 },
      '--timeout-seconds must be a whole number from 1 to 1000000, got 0.5',
    ],
    [{ timeoutSeconds: 0 }, /^--timeout-seconds must .*, got 0$/],
    [{ timeoutSeconds: Number.NaN }, /^--timeout-seconds must .*, got NaN$/],
    [
      { periodSeconds: 4 },
      '--period-seconds must be a whole number from 5 to 1000000, because a probe may take 5 s (--timeout-seconds), got 4',
    ],
    [{ failureThreshold: 0 }, /^--failure-threshold must .*, got 0$/],
    [{ startSeconds: 0 }, /^--start-seconds must .*, got 0$/],
    [{ preStopSeconds: -1 }, /^--pre-stop-seconds must .*, got -1$/],
    [
      { preStopSeconds: 8, drainSeconds: 2 },
      '--drain-seconds must be at least 18, because a load balancer may need 18 s after the signal to see that readiness fails (5 s x 2, 5 s of timeout and 3 s of margin), got 2',
    ],
    [{ failureThreshold: 4, drainSeconds: 27 }, /^--drain-seconds must be at least 28, .* got 27$/],
    [{ stopSeconds: -1 }, '--stop-seconds must be at least 0, got -1'],
    [{ stopSeconds: Number.POSITIVE_INFINITY }, /^--stop-seconds must .*, got Infinity$/],
    [{ name: 'App' }, /^--name must .*, got "App"$/],
    [{ port: 0 }, /^--port must .*, got 0$/],
    [{ port: '8000' }, /^--port must .*, got "8000"$/],
    [{ port: 'too-long-for-a-port' }, /^--port must /],
    [{ port: 'http', containerPort: 65_536 }, /^--container-port must .*, got 65536$/],
    [
      { livenessPath: 'healthz' },
      '--liveness-path must be a path that begins with one slash, got "healthz"',
    ],
    [{ livenessPath: '//healthz' }, /^--liveness-path must/],
    [{ readinessPath: '/readiness?token=1' }, /^--readiness-path must/],
    [
      { readinessPath: '/healthz' },
      '--readiness-path must be a path other than --liveness-path, got "/healthz"',
    ],
    [
      { livenessPath: '/ready', readinessPath: '/up' },
      '--liveness-path must be a path that checks no dependency, got "/ready"',
    ],
    [{ livenessPath: '/actuator/health' }, /^--liveness-path must/],
  ])('that is wrong is named: %j', (some, message) => {
    expect(() => writeManifest(some, 'yaml')).toThrow(TypeError)
    expect(() => writeManifest(some, 'yaml')).toThrow(message)
  })

  test('that is not given fits those that are', () => {
    const [container] = parse(writeManifest({ timeoutSeconds: 20 }, 'yaml')).containers
    expect(container.readinessProbe).toMatchObject({ periodSeconds: 20, failureThreshold: 2 })
    expect(container.startupProbe).toMatchObject({ periodSeconds: 20, failureThreshold: 4 })
    const { terminationGracePeriodSeconds } = parse(writeManifest({ timeoutSeconds: 20 }, 'yaml'))
    expect(terminationGracePeriodSeconds).toBe(5 + (40 + 20 + 3) + 10 + 5)
  })

  test.each([1, 2, 3, 4, 5])(
    'startSeconds %s survives a first probe that is refused',
    (seconds) => {
      const [container] = parse(writeManifest({ startSeconds: seconds }, 'yaml')).containers
      expect(container.startupProbe).toMatchObject({ periodSeconds: 5, failureThreshold: 2 })
    },
  )

  test('that the configuration has is named by its place there', () => {
    const declared = { drainSeconds: 10, timeoutSeconds: 5 }
    const write = (given: ManifestOptions) =>
      writeManifest({ ...declared, ...given }, 'yaml', optionNames('probes.json', declared, given))
    expect(() => write({})).toThrow(/^stop\.drainSeconds in probes\.json \(--drain-seconds\) must/)
    expect(() => write({ drainSeconds: 12 })).toThrow(/^--drain-seconds must .*, got 12$/)
    expect(() => write({ drainSeconds: 20, periodSeconds: 4 })).toThrow(
      /because a probe may take 5 s \(timeoutSeconds in probes\.json \(--timeout-seconds\)\)/,
    )
  })

  test('takes its values from the configuration of the application', () => {
    const declared = createProbes({
      timeoutSeconds: 2.5,
      livenessPaths: ['/up'],
      readinessPaths: ['/go'],
    })
    expect(optionsFromConfig(declared.describe())).toEqual({
      timeoutSeconds: 3,
      livenessPath: '/up',
      readinessPath: '/go',
    })
    const stop = { drainSeconds: 12, timeoutSeconds: 20 }
    expect(optionsFromConfig({ ...declared.describe(), stop })).toMatchObject({
      drainSeconds: 12,
      stopSeconds: 20,
    })
    const none = createProbes({ timeoutSeconds: 0.2, livenessPaths: [], readinessPaths: [] })
    expect(optionsFromConfig(none.describe())).toEqual({ timeoutSeconds: 1 })
  })
})
