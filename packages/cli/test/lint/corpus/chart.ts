import type { ProbeOptions } from '@readyz/core'
import { deployment } from '../manifests.ts'
import type { Entry, Verdicts } from './entry.ts'

/** The default probes of a public chart or operator, and the findings that `lint` reports. */
export interface Chart extends Verdicts {
  readonly chart: string
  /** The version of the chart, or the date of its sources. */
  readonly version: string
  readonly kind?: 'StatefulSet' | 'DaemonSet'
  readonly image: string
  /** Probes and hooks of the container. */
  readonly container: string
  /** `terminationGracePeriodSeconds` of the pod. Default 30, as in Kubernetes. */
  readonly grace?: number
  /** The options of an application with these probes, if its check times are known. */
  readonly application?: ProbeOptions
}

/** Returns the entry of a chart. */
export function entryOf({ chart, version, kind, image, container, grace, ...rest }: Chart): Entry {
  const pod = grace === undefined ? '' : `terminationGracePeriodSeconds: ${grace}`
  const text = deployment(container, pod, image).replace(
    /( *)- name: http\n.*/,
    (declared, indent) =>
      [declared, ...portsOf(container).map((port) => `${indent}- containerPort: ${port}`)].join(
        '\n',
      ),
  )
  const manifest = kind === undefined ? text : text.replace('kind: Deployment', `kind: ${kind}`)
  return { source: chart, version, manifest, ...rest }
}

/** Returns the port numbers of the probes, which the container declares. */
function portsOf(container: string): readonly string[] {
  const ports = Array.from(container.matchAll(/port: (\d+)/g), ([, port = '']) => port)
  return [...new Set(ports)].filter((port) => port !== '8000')
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
