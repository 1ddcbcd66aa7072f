import { type Answers, createAnswers, type Format, type ProbeResponse } from './answers.ts'
import type { Finding } from './check.ts'
import type { ProbeOptions } from './options.ts'
import type { Report } from './report.ts'
import { findPath, originForm, readFormat } from './request.ts'
import { createRunner } from './run.ts'
import { type CheckerSettings, readOptions } from './settings.ts'
import { calendarNow, monotonicNow } from './time.ts'

export interface Probes {
  /**
   * The answer to a GET or HEAD of one of the paths; `undefined`, at once, for everything else, which is the
   * application's. Adapters call it first for every request, with the request target as the client sent it, which may
   * be a whole URL. Never throws or rejects. A promise only while a run is under way.
   */
  handle(
    method: string | undefined,
    url: string | undefined,
    accept?: string,
  ): ProbeResponse | Promise<ProbeResponse> | undefined
  /** What a readiness probe is answered with. Never rejects. */
  readiness(): Promise<Report>
  /** What a liveness probe is answered with. Never rejects. */
  liveness(): Promise<Report>
  /** All paths that are answered, for frameworks that mount by path. */
  readonly paths: readonly string[]
  /** What a manifest has to agree with, as plain data. */
  describe(): ProbesDescription
  /**
   * Readiness fails from now on and for good, whatever is remembered or under way, and asks nobody any more;
   * liveness does not change. For the time between the signal to stop and the end of the process.
   */
  drain(): void
}

export interface ProbesDescription {
  readonly timeoutSeconds: number
  /** Milliseconds within which every probe is answered. */
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

/** @throws TypeError naming the bad value, if an option is not what it should be */
export function createProbes(options: ProbeOptions = {}): Probes {
  const settings = readOptions(options)
  const { budget, failureStatus, livenessPaths, readinessPaths, onTransition } = settings
  const shared = { budget, failureStatus, onTransition }
  const live = createRunner({ ...shared, probe: 'liveness', checkers: settings.liveness })
  const ready = createRunner({ ...shared, probe: 'readiness', checkers: settings.readiness })
  // Not frozen as `paths` is: it is searched for every request of the application, which doubles the time and allocates.
  const searched = [...livenessPaths, ...readinessPaths]
  const paths = Object.freeze([...searched])
  const description = describe()
  let draining: Answers | undefined

  // Looked at again behind every answer: a checker or a listener may have called `drain` meanwhile.
  const unlessDraining = <T>(answers: T) => draining ?? answers

  function askReadiness(): Answers | Promise<Answers> {
    const answers = draining ?? ready.ask()
    return unlessDraining('then' in answers ? answers.then(unlessDraining) : answers)
  }

  function handle(method: string | undefined, url: string | undefined, accept?: string) {
    if ((method !== 'GET' && method !== 'HEAD') || typeof url !== 'string') return undefined
    const target = originForm(url)
    const path = findPath(target, searched)
    if (path === undefined) return undefined
    const format = readFormat(target.slice(path.length), accept)
    const answers = livenessPaths.includes(path) ? live.ask() : askReadiness()
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
    readiness: async () => (await askReadiness()).report,
    liveness: async () => (await live.ask()).report,
    drain() {
      draining ??= createDraining(failureStatus)
      ready.release(draining)
    },
  }
}

// Not in `handle`: a closure there is paid for by every request of the application.
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
    message: 'told to stop.',
  }
  return createAnswers({ probe: 'readiness', failureStatus }, [finding])
}
