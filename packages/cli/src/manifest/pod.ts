import type { PodSpec, Probe } from 'kubernetes-types/core/v1.js'
import type { ManifestSettings } from './options.ts'

/** What is to stand in the `spec` of a pod. */
export function podOf(settings: ManifestSettings): object {
  const { name, port, livenessPath, readinessPath, timeoutSeconds, periodSeconds } = settings
  const { failureThreshold, startSeconds, preStopSeconds, drainSeconds, stopSeconds } = settings
  const startPeriod = Math.max(5, timeoutSeconds)
  const ask = (path: string): Probe => ({ httpGet: { path, port }, timeoutSeconds })
  const pod: PodSpec = {
    terminationGracePeriodSeconds:
      Math.ceil(preStopSeconds + drainSeconds + stopSeconds) + secondsToSpare,
    containers: [
      {
        name,
        startupProbe: {
          ...ask(livenessPath),
          periodSeconds: startPeriod,
          failureThreshold: Math.ceil(startSeconds / startPeriod),
        },
        livenessProbe: {
          ...ask(livenessPath),
          periodSeconds: Math.max(10, timeoutSeconds),
          failureThreshold: 3,
        },
        readinessProbe: { ...ask(readinessPath), periodSeconds, failureThreshold },
        ...(preStopSeconds > 0 && {
          lifecycle: { preStop: { sleep: { seconds: preStopSeconds } } },
        }),
      },
    ],
  }
  return pod
}

// For a machine that is busy, and what the process does when all is done.
const secondsToSpare = 5
