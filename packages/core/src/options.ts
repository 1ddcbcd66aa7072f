import type { Checker } from './checker.ts'
import type { Transition } from './transition.ts'

export interface ProbeOptions {
  /** What the application cannot work without (or, if `optional`, works worse without). Default none. */
  readonly readiness?: readonly Checker[]
  /**
   * For the detection of deadlocks inside the process. Never a dependency: a liveness probe that looks at a
   * dependency restarts healthy pods. Default none.
   */
  readonly liveness?: readonly Checker[]
  /** `timeoutSeconds` of the manifest, up to 300. Every probe is answered within 80 % of it. Default 1, as in Kubernetes. */
  readonly timeoutSeconds?: number
  /** Milliseconds a finished run is reused, so that a flood of probes costs two checks a second. Default 500. */
  readonly maxAge?: number
  /** The HTTP status of a failing probe, 400 to 599. Default 503. */
  readonly failureStatus?: number
  /** Compared with the whole path of the request, as the client sent it. Default `/healthz` and `/livez`. */
  readonly livenessPaths?: readonly string[]
  /** Compared with the whole path of the request, as the client sent it. Default `/readiness` and `/readyz`. */
  readonly readinessPaths?: readonly string[]
  /**
   * Called for each change of a checker's status, and for a first check that does not pass, when the run has ended.
   * What it throws costs nobody an answer. Default `logTransitions(console)`.
   */
  readonly onTransition?: (transition: Transition) => void
}
