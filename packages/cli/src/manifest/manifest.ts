import { Document, isMap, isScalar } from 'yaml'
import { type ManifestOptions, type ManifestSettings, readManifestOptions } from './options.ts'
import { podOf } from './pod.ts'

/**
 * The three probes, the grace period and a preStop, which fit each other, as they stand in the `spec` of a pod. In YAML
 * each number has a comment that says why. Ends in a newline.
 * @throws TypeError naming the option that is wrong, or does not fit the others
 */
export function writeManifest(options: ManifestOptions, as: 'yaml' | 'json'): string {
  const settings = readManifestOptions(options)
  const pod = podOf(settings)
  if (as === 'json') return `${JSON.stringify(pod, undefined, 2)}\n`
  const document = new Document(pod)
  for (const [path, comment] of commentsOn(settings)) addComment(document, path, comment)
  document.commentBefore = ' Belongs below spec.template.spec of a Deployment or StatefulSet.'
  return document.toString({ lineWidth: 0 })
}

type Path = readonly (string | number)[]

function commentsOn(settings: ManifestSettings): readonly (readonly [Path, string])[] {
  const { periodSeconds, failureThreshold, startSeconds } = settings
  const { preStopSeconds, drainSeconds, stopSeconds, timeoutSeconds } = settings
  const container = ['containers', 0]
  const parts = [
    ...(preStopSeconds > 0 ? [`${preStopSeconds} s of preStop`] : []),
    `${drainSeconds} s of drain and ${stopSeconds} s of stopGracefully`,
    '5 s to spare',
  ]
  return [
    [['terminationGracePeriodSeconds'], `${parts.join(', ')}.`],
    [
      [...container, 'startupProbe'],
      `Has it started? It may take ${startSeconds} s; until then the others are not asked.`,
    ],
    [
      [...container, 'livenessProbe'],
      'Is the process alive? It asks no dependency, for a restart mends none.',
    ],
    [
      [...container, 'readinessProbe'],
      'Can it serve? When it cannot, the Service sends its requests elsewhere, and nothing is restarted.',
    ],
    [
      [...container, 'readinessProbe', 'timeoutSeconds'],
      `As createProbes({ timeoutSeconds: ${timeoutSeconds} }): it answers before the kubelet gives up.`,
    ],
    [
      [...container, 'readinessProbe', 'failureThreshold'],
      `${periodSeconds} s x ${failureThreshold}, no longer than it serves after the pod is removed.`,
    ],
    [
      [...container, 'lifecycle'],
      'Still ready for a moment: not every proxy knows yet that the pod is going. From Kubernetes 1.30 on.',
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
