/** `error`: the manifest does not work as intended. `warning`: it probably does not. */
export type Severity = 'error' | 'warning'

export interface Rule {
  readonly severity: Severity
  /** One line that describes every finding of the rule. */
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
  | 'liveness-checks-readiness'
  | 'liveness-checks-dependency'
  | 'same-request'
  | 'readiness-checks-liveness'
  | 'no-readiness'
  | 'tcp-liveness'
  | 'no-startup-probe'
  | 'drain-too-short'
  | 'grace-too-short'
  | 'secret-in-url'
  | 'path-not-served'
  | 'hook-never-runs'
  | 'loopback-host'
  | 'undeclared-port'
  | 'default-exec-timeout'
  | 'readiness-delay'
  | 'startup-too-short'
  | 'startup-checks-readiness'
  | 'liveness-before-readiness'
  | 'signal-not-forwarded'
  | 'secret-in-probe'
  | 'no-shell'
  | 'curl-without-fail'
  | 'newer-field'
  | 'duplicate-key'
  | 'ignore-comment'

/** All rules by their id. */
export const rules: Readonly<Record<RuleId, Rule>> = {
  input: {
    severity: 'error',
    summary: 'A file cannot be read',
    why: 'The probes in the file were not checked.',
  },
  yaml: {
    severity: 'error',
    summary: 'A file is not YAML',
    why: 'The document was not checked.',
  },
  'nothing-to-check': {
    severity: 'warning',
    summary: 'No file contains a pod',
    why: 'Nothing was checked, so a success does not show that the deployment is correct.',
  },
  schema: {
    severity: 'error',
    summary: 'A probe, hook or pod does not match the Kubernetes API',
    why: 'The API server rejects it, or drops unknown fields.',
  },
  'whole-seconds': {
    severity: 'error',
    summary: 'A number of a probe is not a whole number',
    why: 'The API accepts only whole numbers. It rejects fractions, units and quotes.',
  },
  'zero-is-default': {
    severity: 'warning',
    summary: 'A number of a probe is 0, which means the default',
    why: 'Kubernetes replaces 0 by the default.',
  },
  'unknown-port': {
    severity: 'error',
    summary: 'A probe names a port that its container does not declare',
    why: 'The kubelet cannot resolve the name, so the probe always fails.',
  },
  budget: {
    severity: 'error',
    summary: 'The kubelet times out before the probe is answered',
    why: 'The probe fails without a reason, because the response that contains it arrives too late.',
  },
  'timeout-above-period': {
    severity: 'warning',
    summary: 'timeoutSeconds is longer than periodSeconds',
    why: 'A hung probe delays the next ones, so a failure is detected later than periodSeconds x failureThreshold.',
  },
  'liveness-checks-readiness': {
    severity: 'error',
    summary: 'The liveness probe checks readiness',
    why: 'During an outage of a dependency the kubelet restarts all healthy pods repeatedly. A restart does not fix a dependency.',
  },
  'liveness-checks-dependency': {
    severity: 'error',
    summary: 'The liveness probe checks a dependency',
    why: 'During an outage of a dependency the kubelet restarts all healthy pods repeatedly. A restart does not fix a dependency.',
  },
  'same-request': {
    severity: 'warning',
    summary: 'Liveness and readiness send the same request',
    why: 'If the response depends on dependencies, their outage restarts healthy pods. If it does not, pods receive traffic that they cannot serve.',
  },
  'readiness-checks-liveness': {
    severity: 'error',
    summary: 'The readiness probe checks only liveness',
    why: 'Liveness checks no dependency and passes during shutdown, so pods receive traffic that they cannot serve.',
  },
  'no-readiness': {
    severity: 'warning',
    summary: 'There is no readiness probe',
    why: 'If a Service selects the pod, the pod receives requests as soon as its process has started, and a rollout continues even if the new release does not work.',
  },
  'tcp-liveness': {
    severity: 'error',
    summary: 'The liveness probe of a Node process only opens a connection',
    why: 'The kernel accepts connections for a process whose event loop is blocked or stopped, so the probe never fails.',
  },
  'no-startup-probe': {
    severity: 'warning',
    summary: 'A long initialDelaySeconds replaces a startup probe',
    why: 'No probe is sent during the delay, even after a quick start, and the liveness probe restarts a pod that takes longer to start.',
  },
  'drain-too-short': {
    severity: 'error',
    summary: 'The process stops serving before load balancers have seen readiness fail',
    why: 'A load balancer that probes the pod sends requests until readiness has failed failureThreshold times. Readiness fails from the signal on, so a preStop does not count. After the drain, requests are refused.',
  },
  'grace-too-short': {
    severity: 'error',
    summary: 'The grace period ends before the process does',
    why: 'The process is killed while requests are in flight, and its hooks do not run.',
  },
  'secret-in-url': {
    severity: 'error',
    summary: 'The URL of a probe contains a secret',
    why: 'The kubelet writes the URL into events when a probe fails, and more people can read manifests than secrets.',
  },
  'path-not-served': {
    severity: 'error',
    summary: 'A probe requests a path that the application does not serve as a probe',
    why: 'A route of the application answers it instead. A 404 always fails the probe, and a page or a redirect always passes it.',
  },
  'hook-never-runs': {
    severity: 'error',
    summary: 'A lifecycle hook has an action that the kubelet does not run',
    why: 'The API accepts a tcpSocket hook for compatibility. The kubelet reports it as failed and continues.',
  },
  'loopback-host': {
    severity: 'error',
    summary: 'A probe connects to loopback of the node',
    why: 'The kubelet sends probes from the node, so localhost is the node and not the pod.',
  },
  'undeclared-port': {
    severity: 'warning',
    summary: 'A probe uses a port number that its container does not declare',
    why: 'The number may be a typo. Kubernetes does not compare it with the declared ports.',
  },
  'default-exec-timeout': {
    severity: 'warning',
    summary: 'A client of a database runs in a probe with the default timeout of 1 s',
    why: 'The client starts a process and opens a connection. On a busy node this may take longer than 1 s.',
  },
  'readiness-delay': {
    severity: 'warning',
    summary: 'A long initialDelaySeconds delays readiness',
    why: 'No readiness probe is sent during the delay, so even a quick start leaves the pod without requests.',
  },
  'startup-too-short': {
    severity: 'warning',
    summary: 'The startup probe leaves only a few seconds to start',
    why: 'The kubelet restarts a container whose startup probe has failed failureThreshold times. The first probe can fail before the application listens.',
  },
  'startup-checks-readiness': {
    severity: 'warning',
    summary: 'The startup probe checks readiness',
    why: 'During an outage of a dependency the kubelet restarts every new container, because its startup probe fails.',
  },
  'liveness-before-readiness': {
    severity: 'warning',
    summary: 'Liveness restarts a container before readiness removes the pod',
    why: 'A restart loses the requests in flight, so it should be the last step.',
  },
  'signal-not-forwarded': {
    severity: 'warning',
    summary: 'The first process may not forward SIGTERM',
    why: 'The kubelet sends SIGTERM to the first process of a container. If the application does not receive it, the pod ends with SIGKILL after the grace period.',
  },
  'secret-in-probe': {
    severity: 'error',
    summary: 'A header or a command of a probe or hook contains a secret',
    why: 'More people can read manifests than Secrets, and the process list of the node shows arguments.',
  },
  'no-shell': {
    severity: 'error',
    summary: 'A command contains shell syntax, and no shell runs it',
    why: 'The kubelet starts the first word of the command as a program, with the other words as its arguments.',
  },
  'curl-without-fail': {
    severity: 'warning',
    summary: 'A probe runs curl without --fail',
    why: 'curl exits with 0 for every HTTP status, so the probe may pass although the response is an error.',
  },
  'newer-field': {
    severity: 'warning',
    summary: 'A probe has a field of a new version of Kubernetes',
    why: 'An API server that does not know the field drops it, and the probe then uses the default.',
  },
  'duplicate-key': {
    severity: 'warning',
    summary: 'A key is given more than once',
    why: 'kubectl uses the last value without an error. Other tools reject the file.',
  },
  'ignore-comment': {
    severity: 'warning',
    summary: 'A readyz-ignore comment has no effect or no reason',
    why: 'A comment must name the rules that it ignores and the reason, so that it can be removed later.',
  },
}

/** Returns whether a text is the id of a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(rules, text)
}
