import type { ProbeOptions } from '@readyz/core'

/** The default probes of a public chart or operator, and the findings that `lint` reports. */
export interface Chart {
  readonly chart: string
  /** The version of the chart, or the date of its sources. */
  readonly version: string
  readonly kind?: 'StatefulSet' | 'DaemonSet'
  readonly image: string
  /** Probes and hooks of the container. */
  readonly container: string
  /** `terminationGracePeriodSeconds` of the pod. Default 30, as in Kubernetes. */
  readonly grace?: number
  /** `path rule` in the order of the lines. The path begins at the container. */
  readonly findings: readonly string[]
  /** The options of an application with these probes, if its check times are known. */
  readonly application?: ProbeOptions
}

/** Returns the numbers of a probe in the order that charts use. */
export function numbers(
  initialDelaySeconds: number,
  periodSeconds: number,
  timeoutSeconds: number,
  failureThreshold: number,
): string {
  return `
  initialDelaySeconds: ${initialDelaySeconds}
  periodSeconds: ${periodSeconds}
  timeoutSeconds: ${timeoutSeconds}
  failureThreshold: ${failureThreshold}
  successThreshold: 1`
}

export function httpGet(path: string, port: string | number = 'http', scheme = 'HTTP'): string {
  return `\n  httpGet: { path: "${path}", port: ${port}, scheme: ${scheme} }`
}

export const tcpSocket = '\n  tcpSocket: { port: http }'

export function exec(command: string): string {
  return `\n  exec: { command: [${command}] }`
}
