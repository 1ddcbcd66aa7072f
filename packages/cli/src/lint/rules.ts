/** An `error` breaks something for certain, a `warning` is likely to. */
export type Severity = 'error' | 'warning'

export interface Rule {
  readonly severity: Severity
  /** One line that is true of every finding of the rule. */
  readonly summary: string
  readonly why: string
}

export type RuleId =
  | 'input'
  | 'yaml'
  | 'nothing-to-check'
  | 'schema'
  | 'whole-seconds'
  | 'zero-is-default'
  | 'unknown-port'
  | 'budget'
  | 'timeout-above-period'
  | 'liveness-asks-readiness'
  | 'liveness-asks-dependency'
  | 'same-request'
  | 'readiness-asks-liveness'
  | 'no-readiness'
  | 'tcp-liveness'
  | 'no-startup-probe'
  | 'drain-too-short'
  | 'grace-too-short'
  | 'secret-in-url'
  | 'path-not-served'

/** All rules by their id. */
export const rules: Readonly<Record<RuleId, Rule>> = {
  input: {
    severity: 'error',
    summary: 'A file cannot be read',
    why: 'What is not read is not checked.',
  },
  yaml: {
    severity: 'error',
    summary: 'A file is not YAML',
    why: 'Kubernetes cannot read it either.',
  },
  'nothing-to-check': {
    severity: 'warning',
    summary: 'No file holds anything that runs in a pod',
    why: 'A check of nothing passes, whatever is deployed.',
  },
  schema: {
    severity: 'error',
    summary: 'A probe, hook or pod is not what the Kubernetes API takes',
    why: 'The API server refuses it, or drops what it does not know.',
  },
  'whole-seconds': {
    severity: 'error',
    summary: 'A number of a probe is not a whole one',
    why: 'The API knows whole numbers alone, and refuses all others: a fraction, a unit, quotes.',
  },
  'zero-is-default': {
    severity: 'warning',
    summary: 'A number of a probe is 0 and so not what it says',
    why: 'Kubernetes takes 0 for absent and puts its default there.',
  },
  'unknown-port': {
    severity: 'error',
    summary: 'A probe names a port that its container does not declare',
    why: 'The kubelet cannot find the port, and the probe fails for ever.',
  },
  budget: {
    severity: 'error',
    summary: 'The kubelet gives up before it is answered',
    why: 'The probe fails without a reason: the answer that names it comes when nobody listens any more.',
  },
  'timeout-above-period': {
    severity: 'warning',
    summary: 'timeoutSeconds is longer than periodSeconds',
    why: 'A probe that hangs delays the next ones, so that a failure is noticed later than the period and the threshold say.',
  },
  'liveness-asks-readiness': {
    severity: 'error',
    summary: 'The liveness probe asks whether the application is ready',
    why: 'When a dependency is down the kubelet restarts healthy pods, all at once and again and again; a restart mends no database.',
  },
  'liveness-asks-dependency': {
    severity: 'error',
    summary: 'The liveness probe depends on something outside of the process',
    why: 'When a dependency is down the kubelet restarts healthy pods, all at once and again and again; a restart mends no database.',
  },
  'same-request': {
    severity: 'warning',
    summary: 'Liveness and readiness ask the same',
    why: 'Either liveness looks at dependencies, and restarts healthy pods, or readiness does not, and traffic goes to pods that cannot serve it.',
  },
  'readiness-asks-liveness': {
    severity: 'error',
    summary: 'The readiness probe asks whether the process is alive',
    why: 'Liveness is answered without asking a dependency, and also while the process stops: traffic goes to pods that cannot serve it.',
  },
  'no-readiness': {
    severity: 'warning',
    summary: 'There is no readiness probe',
    why: 'The pod gets traffic as soon as its process has started, and a rollout goes on though the new release cannot work.',
  },
  'tcp-liveness': {
    severity: 'error',
    summary: 'The liveness probe of a Node process only opens a connection',
    why: 'The kernel accepts connections for a process whose event loop is stuck or stopped, so the probe never fails.',
  },
  'no-startup-probe': {
    severity: 'warning',
    summary: 'A long initialDelaySeconds stands in for a startup probe',
    why: 'Nobody looks during the delay, even if the start was quick, and a start that takes longer is ended by the liveness probe.',
  },
  'drain-too-short': {
    severity: 'error',
    summary: 'The process stops serving before load balancers have seen readiness fail',
    why: 'A load balancer that probes the pod sends requests until readiness has failed failureThreshold times. Readiness fails from the signal on, so a preStop does not count. Later requests are refused.',
  },
  'grace-too-short': {
    severity: 'error',
    summary: 'The grace period ends before the process does',
    why: 'The process is killed while requests are in flight, and its hooks do not run.',
  },
  'secret-in-url': {
    severity: 'error',
    summary: "A probe's URL carries a secret",
    why: 'The kubelet writes the whole URL into events when a probe fails, and manifests are read by more people than secrets are.',
  },
  'path-not-served': {
    severity: 'error',
    summary: 'A probe asks a path that the application does not answer as a probe',
    why: 'It is answered by the application: a 404 fails the probe for ever, and a page or a redirect passes it whatever is broken.',
  },
}
