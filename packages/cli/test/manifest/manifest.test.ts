import { createProbes } from '@readyz/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ApplicationConfig } from '../../src/lint/application-config.ts'
import { lint } from '../../src/lint/lint.ts'
import type { ManifestOptions } from '../../src/manifest/manifest-options.ts'
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

/** Returns the configuration of an application that was created for these options. */
function configFor({
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

/** Returns the manifest, or the name of the option that is rejected. */
function tryWrite(
  some: ManifestOptions,
  as: 'yaml' | 'json',
): { text?: string; rejected?: string } {
  try {
    return { text: writeManifest(some, as) }
  } catch (error) {
    const { name, message } = Object(error)
    return { rejected: name === 'TypeError' ? message.split(' ', 1)[0] : message }
  }
}

// The default of drainSeconds depends on the readiness probe.
function drainIn(text: string): number {
  const [container] = parse(text).containers
  const { periodSeconds, failureThreshold, timeoutSeconds } = container.readinessProbe
  return Math.max(15, periodSeconds * failureThreshold + timeoutSeconds + 3)
}

describe('writeManifest', () => {
  test('writes a manifest that passes lint with and without a configuration, for any options', () => {
    let written = 0
    const rejectableOptions = [
      '--liveness-path',
      '--readiness-path',
      '--period-seconds',
      '--drain-seconds',
      undefined,
    ]
    fc.assert(
      fc.property(options, fc.constantFrom('yaml', 'json'), (some, as) => {
        const { text, rejected } = tryWrite(some, as)
        expect(rejectableOptions).toContain(rejected)
        if (text === undefined) return
        written += 1
        const sources = [{ file: as, text }]
        const config = configFor({ drainSeconds: drainIn(text), ...some })
        expect([...lint(sources), ...lint(sources, { config })]).toEqual([])
      }),
      { numRuns: 1000 },
    )
    expect(written).toBeGreaterThan(200)
  })

  test('leaves enough time for start, drain and shutdown, for any options', () => {
    fc.assert(
      fc.property(options, (some) => {
        const { text } = tryWrite(some, 'json')
        if (text === undefined) return
        const { containers, terminationGracePeriodSeconds } = parse(text)
        const [{ startupProbe, readinessProbe, ports = [] }] = containers
        const { startSeconds = 60, preStopSeconds = 5, stopSeconds = 10, port = 8000 } = some
        const { drainSeconds = drainIn(text), containerPort = 8000 } = some

        // The first of n failures may occur at once, and the last after n - 1 periods.
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

  test('writes the same data in YAML and JSON', () => {
    fc.assert(
      fc.property(options, (some) => {
        const [yaml, json] = [tryWrite(some, 'yaml'), tryWrite(some, 'json')]
        expect(parse(yaml.text ?? '')).toEqual(JSON.parse(json.text ?? 'null'))
      }),
    )
  })

  test('explains the numbers in comments of the YAML', () => {
    expect(
      writeManifest({ timeoutSeconds: 2, preStopSeconds: 0 }, 'yaml'),
    ).toBe(`# Belongs below spec.template.spec of a Deployment or StatefulSet.

# 15 s of drain and 10 s of stopGracefully, 5 s of reserve.
terminationGracePeriodSeconds: 30
containers:
  - name: app
    # Allows 60 s for the start, and one more probe, because the first one may arrive before the application listens.
    startupProbe:
      httpGet:
        path: /healthz
        port: 8000
      timeoutSeconds: 2
      periodSeconds: 5
      failureThreshold: 13
    # Checks the process and no dependency, because a restart does not fix a dependency.
    livenessProbe:
      httpGet:
        path: /healthz
        port: 8000
      timeoutSeconds: 2
      periodSeconds: 10
      failureThreshold: 3
    # Checks that the process can serve requests. While it fails, the Service sends requests to other pods, and the container is not restarted.
    readinessProbe:
      httpGet:
        path: /readiness
        port: 8000
      # As in createProbes({ timeoutSeconds: 2 }), so that the response arrives before the kubelet times out.
      timeoutSeconds: 2
      periodSeconds: 5
      # The process serves for 15 s after the signal. A load balancer needs up to 15 s: 5 s x 2, 2 s of timeout and 3 s of margin.
      failureThreshold: 2
`)
  })

  test('writes a preStop hook that sleeps without a shell, and a comment with the required version of Kubernetes', () => {
    const { lifecycle } = parse(writeManifest({ preStopSeconds: 7 }, 'yaml')).containers[0]
    expect(lifecycle).toEqual({ preStop: { sleep: { seconds: 7 } } })
    expect(writeManifest({ preStopSeconds: 7 }, 'yaml')).toContain('1.30')
  })
})
