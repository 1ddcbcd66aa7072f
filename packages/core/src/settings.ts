import type { CheckContext, Checker } from './checker.ts'
import {
  demandAge,
  demandArray,
  demandChecker,
  demandFailureStatus,
  demandLine,
  demandMilliseconds,
  demandOptions,
  demandPath,
  demandSeconds,
  demandType,
  demandUnique,
} from './demands.ts'
import type { ProbeOptions } from './options.ts'
import { logTransitions, type Transition } from './transition.ts'

/** A checker as it was when the probes were created, with the defaults filled in. */
export interface CheckerSettings {
  readonly name: string
  readonly failure: string | undefined
  readonly timeout: number
  readonly optional: boolean
  readonly maxAge: number
  readonly check: (context: CheckContext) => unknown
}

/** The options as they were when the probes were created, with the defaults filled in. */
export interface Settings {
  readonly readiness: readonly CheckerSettings[]
  readonly liveness: readonly CheckerSettings[]
  readonly timeoutSeconds: number
  /** Milliseconds from the start of a run to its answer. */
  readonly budget: number
  readonly failureStatus: number
  readonly livenessPaths: readonly string[]
  readonly readinessPaths: readonly string[]
  readonly onTransition: (transition: Transition) => void
}

const shareOfTimeout = 0.8

// A record, so that no option of the type is forgotten.
const known: Readonly<Record<keyof ProbeOptions, true>> = {
  readiness: true,
  liveness: true,
  timeoutSeconds: true,
  maxAge: true,
  failureStatus: true,
  livenessPaths: true,
  readinessPaths: true,
  onTransition: true,
}

/** @throws TypeError naming the bad value */
export function readOptions(options: ProbeOptions): Settings {
  demandOptions('createProbes', options, Object.keys(known))
  const { timeoutSeconds = 1, maxAge = 500, failureStatus = 503 } = options
  const { readiness = [], liveness = [], onTransition = logTransitions(console) } = options
  demandSeconds('timeoutSeconds', timeoutSeconds)
  demandAge('maxAge', maxAge)
  demandFailureStatus('failureStatus', failureStatus)
  demandType('onTransition', onTransition, 'function')
  const { livenessPaths: live = ['/healthz', '/livez'] } = options
  const { readinessPaths: ready = ['/readiness', '/readyz'] } = options
  const livenessPaths = readPaths('livenessPaths', live)
  const readinessPaths = readPaths('readinessPaths', ready)
  demandUnique('a path', [...livenessPaths, ...readinessPaths])

  // To the microsecond: 80 % of 8.05 s would be 6440.000000000001 ms.
  const budget = Math.round(timeoutSeconds * 1e6 * shareOfTimeout) / 1000
  return {
    readiness: readCheckers('readiness', readiness, budget, maxAge),
    liveness: readCheckers('liveness', liveness, budget, maxAge),
    timeoutSeconds,
    budget,
    failureStatus,
    livenessPaths,
    readinessPaths,
    onTransition,
  }
}

function readPaths(what: string, paths: readonly string[]): readonly string[] {
  demandArray(what, paths)
  for (const [index, path] of paths.entries()) demandPath(`${what}[${index}]`, path)
  return Object.freeze([...paths])
}

function readCheckers(
  what: string,
  checkers: readonly Checker[],
  budget: number,
  maxAge: number,
): readonly CheckerSettings[] {
  demandArray(what, checkers)
  const settings = Array.from(checkers, (checker, index) =>
    readChecker(`${what}[${index}]`, checker, budget, maxAge),
  )
  const names = settings.map(({ name }) => name)
  demandUnique(`a name in ${what}`, names)
  return Object.freeze(settings)
}

function readChecker(
  what: string,
  checker: Checker,
  budget: number,
  maxAge: number,
): CheckerSettings {
  demandChecker(what, checker)
  const { name, failure, timeout, optional = false, maxAge: ownAge = maxAge } = checker
  demandLine(`${what}.name`, name)
  if (failure !== undefined) demandLine(`${what}.failure`, failure)
  demandType(`${what}.optional`, optional, 'boolean')
  if (timeout !== undefined) demandMilliseconds(`${what}.timeout`, timeout)
  demandAge(`${what}.maxAge`, ownAge)
  return {
    name,
    failure,
    optional,
    maxAge: ownAge,
    timeout: Math.min(timeout ?? budget, budget),
    check: (context) => checker.check(context),
  }
}
