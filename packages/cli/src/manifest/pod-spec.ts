import type { PodSpec, Probe } from 'kubernetes-types/core/v1.js'
import { startupFailureThreshold } from '../shutdown-times.ts'
import type { ManifestSettings } from './manifest-options.ts'

/** Returns the fields of the `spec` of a pod. */
export function podSpecOf(settings: ManifestSettings): object {
  const { name, port, containerPort, livenessPath, readinessPath, timeoutSeconds, periodSeconds } =
    settings
  const { failureThreshold, startSeconds, preStopSeconds, drainSeconds, stopSeconds } = settings
  const startPeriod = Math.max(5, timeoutSeconds)
  const livenessPeriod = Math.max(10, timeoutSeconds)
  const probe = (path: string): Probe => ({ httpGet: { path, port }, timeoutSeconds })
  const pod: PodSpec = {
    terminationGracePeriodSeconds:
      Math.ceil(preStopSeconds + drainSeconds + stopSeconds) + reserveSeconds,
    containers: [
      {
        name,
        // A probe may name only a port that the container declares.
        ...(typeof port === 'string' && { ports: [{ name: port, containerPort }] }),
        startupProbe: {
          ...probe(livenessPath),
          periodSeconds: startPeriod,
          failureThreshold: startupFailureThreshold(startSeconds, startPeriod),
        },
        livenessProbe: {
          ...probe(livenessPath),
          periodSeconds: livenessPeriod,
          // Readiness removes the pod before liveness restarts it.
          failureThreshold: Math.max(
            3,
            Math.ceil((periodSeconds * failureThreshold) / livenessPeriod),
          ),
        },
        readinessProbe: { ...probe(readinessPath), periodSeconds, failureThreshold },
        ...(preStopSeconds > 0 && {
          lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } },
        }),
      },
    ],
  }
  return pod
}

// Time for a busy machine, and for the process to exit after its hooks.
const reserveSeconds = 5
