import type { PodSpec, Probe } from 'kubernetes-types/core/v1.js'
import { startThreshold } from '../stop-times.ts'
import type { ManifestSettings } from './options.ts'

/** The fields for the `spec` of a pod. */
export function podOf(settings: ManifestSettings): object {
  const { name, port, containerPort, livenessPath, readinessPath, timeoutSeconds, periodSeconds } =
    settings
  const { failureThreshold, startSeconds, preStopSeconds, drainSeconds, stopSeconds } = settings
  const startPeriod = Math.max(5, timeoutSeconds)
  const ask = (path: string): Probe => ({ httpGet: { path, port }, timeoutSeconds })
  const pod: PodSpec = {
    terminationGracePeriodSeconds:
      Math.ceil(preStopSeconds + drainSeconds + stopSeconds) + secondsToSpare,
    containers: [
      {
        name,
        // A probe may name a port only if the container does.
        ...(typeof port === 'string' && { ports: [{ name: port, containerPort }] }),
        startupProbe: {
          ...ask(livenessPath),
          periodSeconds: startPeriod,
          failureThreshold: startThreshold(startSeconds, startPeriod),
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

// For a busy machine, and for what the process does after the hooks.
const secondsToSpare = 5
