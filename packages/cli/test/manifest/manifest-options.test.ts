import { createProbes } from '@readyz/core'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  type ManifestOptions,
  optionNames,
  optionsFromConfig,
} from '../../src/manifest/manifest-options.ts'
import { writeManifest } from '../../src/manifest/write-manifest.ts'

describe('writeManifest', () => {
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
  ])('rejects an invalid option and names it and its value: %j', (some, message) => {
    expect(() => writeManifest(some, 'yaml')).toThrow(TypeError)
    expect(() => writeManifest(some, 'yaml')).toThrow(message)
  })

  test('derives defaults from the other options', () => {
    const [container] = parse(writeManifest({ timeoutSeconds: 20 }, 'yaml')).containers
    expect(container.readinessProbe).toMatchObject({ periodSeconds: 20, failureThreshold: 2 })
    expect(container.startupProbe).toMatchObject({ periodSeconds: 20, failureThreshold: 4 })
    const { terminationGracePeriodSeconds } = parse(writeManifest({ timeoutSeconds: 20 }, 'yaml'))
    expect(terminationGracePeriodSeconds).toBe(5 + (40 + 20 + 3) + 10 + 5)
  })

  test.each([1, 2, 3, 4, 5])(
    'allows one failed startup probe before the last one for startSeconds: %s',
    (seconds) => {
      const [container] = parse(writeManifest({ startSeconds: seconds }, 'yaml')).containers
      expect(container.startupProbe).toMatchObject({ periodSeconds: 5, failureThreshold: 2 })
    },
  )

  test('names an option of the configuration by its path in the file', () => {
    const configured = { drainSeconds: 10, timeoutSeconds: 5 }
    const write = (given: ManifestOptions) =>
      writeManifest(
        { ...configured, ...given },
        'yaml',
        optionNames('probes.json', configured, given),
      )
    expect(() => write({})).toThrow(/^stop\.drainSeconds in probes\.json \(--drain-seconds\) must/)
    expect(() => write({ drainSeconds: 12 })).toThrow(/^--drain-seconds must .*, got 12$/)
    expect(() => write({ drainSeconds: 20, periodSeconds: 4 })).toThrow(
      /because a probe may take 5 s \(timeoutSeconds in probes\.json \(--timeout-seconds\)\)/,
    )
  })

  test('uses the values of the configuration of the application', () => {
    const probes = createProbes({
      timeoutSeconds: 2.5,
      livenessPaths: ['/up'],
      readinessPaths: ['/go'],
    })
    expect(optionsFromConfig(probes.describe())).toEqual({
      timeoutSeconds: 3,
      livenessPath: '/up',
      readinessPath: '/go',
    })
    const stop = { drainSeconds: 12, timeoutSeconds: 20 }
    expect(optionsFromConfig({ ...probes.describe(), stop })).toMatchObject({
      drainSeconds: 12,
      stopSeconds: 20,
    })
    const none = createProbes({ timeoutSeconds: 0.2, livenessPaths: [], readinessPaths: [] })
    expect(optionsFromConfig(none.describe())).toEqual({ timeoutSeconds: 1 })
  })
})
