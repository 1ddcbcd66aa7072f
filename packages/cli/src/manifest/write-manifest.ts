import { Document, isMap, isScalar } from 'yaml'
import { explainDrainSeconds, requiredDrainSeconds } from '../shutdown-times.ts'
import {
  type ManifestOptions,
  type ManifestSettings,
  type OptionNames,
  readManifestOptions,
} from './manifest-options.ts'
import { podSpecOf } from './pod-spec.ts'

/**
 * Returns three probes, a grace period and a preStop hook with consistent times, for the `spec` of a
 * pod. In YAML, comments explain the numbers. The text ends with a newline.
 *
 * @throws TypeError naming an option that is invalid or contradicts another one
 */
export function writeManifest(
  options: ManifestOptions,
  as: 'yaml' | 'json',
  nameOf?: OptionNames,
): string {
  const settings = readManifestOptions(options, nameOf)
  const pod = podSpecOf(settings)
  if (as === 'json') return `${JSON.stringify(pod, undefined, 2)}\n`
  const document = new Document(pod)
  for (const [path, comment] of commentsOn(settings)) addComment(document, path, comment)
  document.commentBefore = ' Belongs below spec.template.spec of a Deployment or StatefulSet.'
  return document.toString({ lineWidth: 0 })
}

type Path = readonly (string | number)[]

function commentsOn(settings: ManifestSettings): readonly (readonly [Path, string])[] {
  const { startSeconds, preStopSeconds, drainSeconds, stopSeconds, timeoutSeconds } = settings
  const container = ['containers', 0]
  const parts = [
    ...(preStopSeconds > 0 ? [`${preStopSeconds} s of preStop`] : []),
    `${drainSeconds} s of drain and ${stopSeconds} s of stopGracefully`,
    '5 s of reserve',
  ]
  return [
    [['terminationGracePeriodSeconds'], `${parts.join(', ')}.`],
    [
      [...container, 'startupProbe'],
      `Allows ${startSeconds} s for the start, and one more probe, because the first one may arrive before the application listens.`,
    ],
    [
      [...container, 'livenessProbe'],
      'Checks the process and no dependency, because a restart does not fix a dependency.',
    ],
    [
      [...container, 'readinessProbe'],
      'Checks that the process can serve requests. While it fails, the Service sends requests to other pods, and the container is not restarted.',
    ],
    [
      [...container, 'readinessProbe', 'timeoutSeconds'],
      `As in createProbes({ timeoutSeconds: ${timeoutSeconds} }), so that the response arrives before the kubelet times out.`,
    ],
    [
      [...container, 'readinessProbe', 'failureThreshold'],
      `The process serves for ${drainSeconds} s after the signal. A load balancer needs up to ${requiredDrainSeconds(settings)} s: ${explainDrainSeconds(settings)}.`,
    ],
    [
      [...container, 'lifecycle'],
      'During the sleep the pod still serves requests of proxies that have not yet processed its deletion. Requires Kubernetes 1.30.',
    ],
  ]
}

function addComment(document: Document, path: Path, comment: string): void {
  const map = document.getIn(path.slice(0, -1))
  const target = path.length === 1 ? document.contents : map
  if (!isMap(target)) return
  const pair = target.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
  if (pair === undefined || !isScalar(pair.key)) return
  pair.key.commentBefore = ` ${comment}`
}
