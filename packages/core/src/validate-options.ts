import {
  assertAge,
  assertArray,
  assertChecker,
  assertFailureStatus,
  assertLine,
  assertMilliseconds,
  assertOptions,
  assertPath,
  assertSeconds,
  assertType,
  assertUnique,
} from './assertions.ts'
import type { CheckContext, Checker } from './checker.ts'
import { logTransitions } from './log.ts'
import type { ProbeOptions } from './options.ts'
import type { Transition } from './transition.ts'

/** A checker with its defaults, copied when the probes were created. */
export interface CheckerSettings {
  readonly name: string
  readonly failure: string | undefined
  readonly timeout: number
  readonly optional: boolean
  readonly maxAge: number
  readonly check: (context: CheckContext) => unknown
}

/** The options with their defaults, copied when the probes were created. */
export interface Settings {
  readonly readiness: readonly CheckerSettings[]
  readonly liveness: readonly CheckerSettings[]
  readonly timeoutSeconds: number
  /** Milliseconds from the start of a run to its report. */
  readonly budget: number
  readonly failureStatus: number
  readonly livenessPaths: readonly string[]
  readonly readinessPaths: readonly string[]
  readonly onTransition: (transition: Transition) => void
}

const shareOfTimeout = 0.8

// A record, because the compiler then finds an option that is missing here.
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

/** @throws TypeError that names the bad value */
export function validateOptions(options: ProbeOptions): Settings {
  assertOptions('createProbes', options, Object.keys(known))
  const { timeoutSeconds = 1, maxAge = 500, failureStatus = 503 } = options
  const { readiness = [], liveness = [], onTransition = logTransitions(console) } = options
  assertSeconds('timeoutSeconds', timeoutSeconds)
  assertAge('maxAge', maxAge)
  assertFailureStatus('failureStatus', failureStatus)
  assertType('onTransition', onTransition, 'function')
  const { livenessPaths: live = ['/healthz', '/livez'] } = options
  const { readinessPaths: ready = ['/readiness', '/readyz'] } = options
  const livenessPaths = validatePaths('livenessPaths', live)
  const readinessPaths = validatePaths('readinessPaths', ready)
  assertUnique('paths', [...livenessPaths, ...readinessPaths])

  // Rounded to the microsecond, because 80 % of 8.05 s would be 6440.000000000001 ms.
  const budget = Math.round(timeoutSeconds * 1e6 * shareOfTimeout) / 1000
  return {
    readiness: validateCheckers('readiness', readiness, budget, maxAge),
    liveness: validateCheckers('liveness', liveness, budget, maxAge),
    timeoutSeconds,
    budget,
    failureStatus,
    livenessPaths,
    readinessPaths,
    onTransition,
  }
}

function validatePaths(what: string, paths: readonly string[]): readonly string[] {
  assertArray(what, paths)
  for (const [index, path] of paths.entries()) assertPath(`${what}[${index}]`, path)
  return Object.freeze([...paths])
}

function validateCheckers(
  what: string,
  checkers: readonly Checker[],
  budget: number,
  maxAge: number,
): readonly CheckerSettings[] {
  assertArray(what, checkers)
  const settings = Array.from(checkers, (checker, index) =>
    validateChecker(`${what}[${index}]`, checker, budget, maxAge),
  )
  const names = settings.map(({ name }) => name)
  assertUnique(`names in ${what}`, names)
  return Object.freeze(settings)
}

function validateChecker(
  what: string,
  checker: Checker,
  budget: number,
  maxAge: number,
): CheckerSettings {
  assertChecker(what, checker)
  const { name, failure, timeout, optional = false, maxAge: ownAge = maxAge } = checker
  assertLine(`${what}.name`, name)
  if (failure !== undefined) assertLine(`${what}.failure`, failure)
  assertType(`${what}.optional`, optional, 'boolean')
  if (timeout !== undefined) assertMilliseconds(`${what}.timeout`, timeout)
  assertAge(`${what}.maxAge`, ownAge)
  return {
    name,
    failure,
    optional,
    maxAge: ownAge,
    timeout: Math.min(timeout ?? budget, budget),
    check: (context) => checker.check(context),
  }
}
