import type { CheckContext, Checker } from './checker.ts'
import { logTransitions, type Transition } from './transition.ts'

export interface ProbeOptions {
  /** What the application cannot work without (or, if `optional`, works worse without). Default none. */
  readonly readiness?: readonly Checker[]
  /**
   * For the detection of deadlocks inside the process. Never a dependency: a liveness probe that looks at a
   * dependency restarts healthy pods. Default none.
   */
  readonly liveness?: readonly Checker[]
  /** The number of the manifest. Everything is answered within 80 % of it. Default 1, as in Kubernetes. */
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
   * Called for each change of a checker's status, and for a first check that does not pass; after the probes are answered,
   * never during a check. Default `logTransitions(console)`.
   */
  readonly onTransition?: (transition: Transition) => void
}

/** A checker as it was when the probes were created, with the defaults filled in. */
export interface CheckerSettings {
  readonly name: string
  readonly failure: string | undefined
  readonly timeout: number
  readonly optional: boolean
  readonly maxAge: number
  readonly check: (context: CheckContext) => unknown
}

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

const known: ReadonlySet<string> = new Set<keyof ProbeOptions>([
  'readiness',
  'liveness',
  'timeoutSeconds',
  'maxAge',
  'failureStatus',
  'livenessPaths',
  'readinessPaths',
  'onTransition',
])

// Beyond it a timer of every runtime fires at once.
const maxTimer = 2 ** 31 - 1
const shareOfTimeout = 0.8

/** @throws TypeError naming the bad value */
export function readOptions(options: ProbeOptions): Settings {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'an object', options)
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown !== undefined) {
    throw new TypeError(`unknown option ${show(unknown)}; there are ${[...known].join(', ')}`)
  }
  const {
    readiness = [],
    liveness = [],
    timeoutSeconds = 1,
    maxAge = 500,
    failureStatus = 503,
    livenessPaths = ['/healthz', '/livez'],
    readinessPaths = ['/readiness', '/readyz'],
    onTransition = logTransitions(console),
  } = options
  demandTime('timeoutSeconds', timeoutSeconds, 1000)
  demandAge('maxAge', maxAge)
  if (!Number.isInteger(failureStatus) || failureStatus < 400 || failureStatus > 599) {
    throw wrong('failureStatus', 'an integer from 400 to 599', failureStatus)
  }
  if (typeof onTransition !== 'function') throw wrong('onTransition', 'a function', onTransition)

  // To the microsecond: 80 % of 8.05 s would be 6440.000000000001 ms.
  const budget = Math.round(timeoutSeconds * 1e6 * shareOfTimeout) / 1000
  const livePaths = readPaths('livenessPaths', livenessPaths)
  const readyPaths = readPaths('readinessPaths', readinessPaths)
  demandUnique('a path', [...livePaths, ...readyPaths])
  const readCheckers = (list: 'readiness' | 'liveness', value: unknown) => {
    const checkers = readList(list, value, (what, checker) =>
      readChecker(what, checker as Checker, budget, maxAge),
    )
    demandUnique(
      `a name in ${list}`,
      checkers.map(({ name }) => name),
    )
    return checkers
  }
  return {
    readiness: readCheckers('readiness', readiness),
    liveness: readCheckers('liveness', liveness),
    timeoutSeconds,
    budget,
    failureStatus,
    livenessPaths: livePaths,
    readinessPaths: readyPaths,
    onTransition,
  }
}

function readList<Item>(
  what: string,
  list: unknown,
  read: (what: string, item: unknown) => Item,
): readonly Item[] {
  if (!Array.isArray(list)) throw wrong(what, 'an array', list)
  const items = Array.from(list, (item: unknown, index) => read(`${what}[${index}]`, item))
  return Object.freeze(items)
}

function readPaths(what: string, paths: unknown): readonly string[] {
  return readList(what, paths, (item, path) => {
    // What the client sends is printable ASCII, and what begins with two slashes the kubelet sends as `/`.
    if (typeof path !== 'string' || !/^\/(?!\/)[!-~]*$/.test(path) || /[?#]/.test(path)) {
      throw wrong(item, 'a path as a client sends it, such as "/healthz", with no query', path)
    }
    return path
  })
}

function readChecker(
  what: string,
  checker: Checker,
  budget: number,
  maxAge: number,
): CheckerSettings {
  if (typeof checker !== 'object' || checker === null || typeof checker.check !== 'function') {
    throw wrong(what, 'a checker: { name, check }', checker)
  }
  const { name, failure, timeout, optional = false, maxAge: ownAge = maxAge } = checker
  demandLine(`${what}.name`, name)
  if (failure !== undefined) demandLine(`${what}.failure`, failure)
  if (typeof optional !== 'boolean') throw wrong(`${what}.optional`, 'a boolean', optional)
  if (timeout !== undefined) demandTime(`${what}.timeout`, timeout, 1)
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

function demandUnique(what: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw new TypeError(`${what} is there twice: ${show(twice)}`)
}

function demandLine(what: string, value: unknown): void {
  // It stands in a body of lines.
  if (typeof value !== 'string' || value.trim() === '' || /[\p{Cc}\u2028\u2029]/u.test(value)) {
    throw wrong(what, 'a non-empty string on one line', value)
  }
}

function demandTime(what: string, value: unknown, milliseconds: number): void {
  if (typeof value !== 'number' || !(value > 0) || value * milliseconds > maxTimer) {
    const most = maxTimer / milliseconds
    throw wrong(what, `a number above 0 and at most ${most}`, value)
  }
}

function demandAge(what: string, value: unknown): void {
  if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value)) {
    throw wrong(what, 'a finite number of milliseconds, 0 or more', value)
  }
}

function wrong(what: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${what} must be ${expected}, got ${show(value)}`)
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
