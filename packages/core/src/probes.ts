import { type Answers, createAnswers, type Format, type ProbeResponse } from './answers.ts'
import type { Finding } from './finding.ts'
import type { ProbeOptions } from './options.ts'
import type { Report } from './report.ts'
import { findPath, originForm, readFormat } from './request.ts'
import { createRunner } from './run.ts'
import { calendarNow, monotonicNow } from './time.ts'
import { type CheckerSettings, validateOptions } from './validate-options.ts'

export interface Probes {
  /**
   * Returns the response to a GET or HEAD request for one of the paths, and `undefined` for any
   * other request. It is a promise only during a run. Never throws or rejects. Adapters call it
   * first for every request, with the request target as the client sent it, which may be a whole
   * URL.
   */
  handle(
    method: string | undefined,
    url: string | undefined,
    accept?: string,
  ): ProbeResponse | Promise<ProbeResponse> | undefined
  /** The report that a readiness probe would get. Never rejects. */
  readiness(): Promise<Report>
  /** The report that a liveness probe would get. Never rejects. */
  liveness(): Promise<Report>
  /** The paths of both probes, for frameworks that mount by path. */
  readonly paths: readonly string[]
  /** The paths, times and checkers as plain data, for tools that validate manifests. */
  describe(): ProbesDescription
  /**
   * Makes readiness fail until the process ends, including cached and current runs, and starts no
   * further readiness checks. Liveness does not change. Graceful shutdown calls it when the signal
   * arrives.
   */
  drain(): void
}

export interface ProbesDescription {
  readonly timeoutSeconds: number
  /** The time limit of every probe in milliseconds. */
  readonly budgetMs: number
  readonly failureStatus: number
  readonly liveness: ProbeDescription
  readonly readiness: ProbeDescription
}

export interface ProbeDescription {
  readonly paths: readonly string[]
  readonly checkers: readonly CheckerDescription[]
}

export interface CheckerDescription {
  readonly name: string
  readonly optional: boolean
  /** Milliseconds. */
  readonly timeout: number
}

/**
 * Creates the probes of an application.
 *
 * @throws TypeError that names the bad value, if an option is invalid
 */
export function createProbes(options: ProbeOptions = {}): Probes {
  const settings = validateOptions(options)
  const { budget, failureStatus, livenessPaths, readinessPaths, onTransition } = settings
  const shared = { budget, failureStatus, onTransition }
  const live = createRunner({ ...shared, probe: 'liveness', checkers: settings.liveness })
  const ready = createRunner({ ...shared, probe: 'readiness', checkers: settings.readiness })
  // Searched for every request of the application. A search in a frozen array takes twice as long
  // and allocates.
  const searched = [...livenessPaths, ...readinessPaths]
  const paths = Object.freeze([...searched])
  const description = describe()
  let draining: Answers | undefined

  // Read again after every run, because a checker or a listener may have called `drain`.
  const unlessDraining = <T>(answers: T) => draining ?? answers

  function getReadiness(): Answers | Promise<Answers> {
    const answers = draining ?? ready.getAnswers()
    return unlessDraining('then' in answers ? answers.then(unlessDraining) : answers)
  }

  function handle(method: string | undefined, url: string | undefined, accept?: string) {
    if ((method !== 'GET' && method !== 'HEAD') || typeof url !== 'string') return undefined
    const target = originForm(url)
    const path = findPath(target, searched)
    if (path === undefined) return undefined
    const format = readFormat(target.slice(path.length), accept)
    const answers = livenessPaths.includes(path) ? live.getAnswers() : getReadiness()
    return 'then' in answers ? respondLater(answers, format) : answers.respond(format)
  }

  function describe(): ProbesDescription {
    const { timeoutSeconds } = settings
    return Object.freeze({
      timeoutSeconds,
      budgetMs: budget,
      failureStatus,
      liveness: describeProbe(livenessPaths, settings.liveness),
      readiness: describeProbe(readinessPaths, settings.readiness),
    })
  }

  return {
    handle,
    paths,
    describe: () => description,
    readiness: async () => (await getReadiness()).report,
    liveness: async () => (await live.getAnswers()).report,
    drain() {
      draining ??= createDraining(failureStatus)
      ready.release(draining)
    },
  }
}

// Not in `handle`, because that would allocate a closure for every request of the application.
async function respondLater(answers: Promise<Answers>, format: Format): Promise<ProbeResponse> {
  return (await answers).respond(format)
}

function describeProbe(
  paths: readonly string[],
  checkers: readonly CheckerSettings[],
): ProbeDescription {
  const describeChecker = ({ name, optional, timeout }: CheckerSettings) =>
    Object.freeze({ name, optional, timeout })
  return Object.freeze({ paths, checkers: Object.freeze(checkers.map(describeChecker)) })
}

function createDraining(failureStatus: number): Answers {
  const first = { now: monotonicNow(), date: calendarNow() }
  const finding: Finding = {
    name: 'process',
    status: 'fail',
    durationMs: 0,
    checkedAt: first.date,
    first,
    reason: 'draining',
    message: 'shutting down.',
  }
  return createAnswers({ probe: 'readiness', failureStatus }, [finding])
}
