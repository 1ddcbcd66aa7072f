import type { ProbeOptions } from '@readyz/core'

/** Probes as a public chart or operator has them by default: its numbers, in a manifest of ours. */
export interface Chart {
  readonly chart: string
  /** Of the chart, or the day of the sources that were looked at. */
  readonly version: string
  readonly kind?: 'StatefulSet' | 'DaemonSet'
  readonly image: string
  /** Probes and hooks of the container. */
  readonly container: string
  /** Of the pod. Default is what Kubernetes takes, 30. */
  readonly grace?: number
  /** `path rule`, where the path is that in the container; in the order of the lines. */
  readonly findings: readonly string[]
  /** What an application would say that is probed so, where it is known how long it takes. */
  readonly application?: ProbeOptions
}

/** The numbers of a probe in the order in which charts have them. */
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
