import type { Checker } from './checker.ts'
import type { Transition } from './transition.ts'

export interface ProbeOptions {
  /**
   * The dependencies without which the application cannot serve requests, and optional ones.
   * Default none.
   */
  readonly readiness?: readonly Checker[]
  /**
   * Checkers of the process itself, for example for deadlocks. Do not check a dependency here,
   * because such a liveness probe restarts healthy pods during an outage. Default none.
   */
  readonly liveness?: readonly Checker[]
  /**
   * `timeoutSeconds` of the manifest, up to 300. Every probe is answered within 80 % of it. Default
   * 1, as in Kubernetes.
   */
  readonly timeoutSeconds?: number
  /**
   * Milliseconds for which the result of a run is reused. Default 500, so that any number of probes
   * causes two checks a second.
   */
  readonly maxAge?: number
  /** The HTTP status of a failing probe, 400 to 599. Default 503. */
  readonly failureStatus?: number
  /**
   * Paths of liveness, compared with the whole path as the client sent it. Default `/healthz` and
   * `/livez`.
   */
  readonly livenessPaths?: readonly string[]
  /**
   * Paths of readiness, compared with the whole path as the client sent it. Default `/readiness`
   * and `/readyz`.
   */
  readonly readinessPaths?: readonly string[]
  /**
   * Called when a run has ended, once for each checker whose status changed or whose first check
   * did not pass. A probe that it makes synchronously gets the report of that run. Core catches its
   * errors and writes them to the console. Default `logTransitions(console)`.
   */
  readonly onTransition?: (transition: Transition) => void
}
