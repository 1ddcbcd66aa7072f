import { Attempt, type Moment } from './attempt.ts'
import type { Finding } from './finding.ts'
import { createHungLimit } from './hung-limit.ts'
import { type Outcome, outcomeOfError, outcomeOfValue } from './outcome.ts'
import { isoDate, monotonicNow } from './time.ts'
import type { CheckerSettings } from './validate-options.ts'

export interface CheckEvents {
  /** Called when the current check has a finding, also during `begin`. */
  readonly onFinding: () => void
  /** Called when a check that was reported as `hung` has settled, so its finding is outdated. */
  readonly onLateSettle: () => void
}

/** The state of one checker: its last finding, and the promise that is still pending. */
export interface Check {
  readonly settings: CheckerSettings
  readonly finding: Finding | undefined
  /** The finding before the last one. */
  readonly previous: Finding | undefined
  readonly underway: boolean
  /** Whether the promise has settled since the check was reported as `hung`. */
  readonly settledLate: boolean
  /** Starts the checker, unless its last promise is still pending. */
  begin(moment: Moment): void
  /**
   * Ends the current check with `timeout`. `blocked` is the time in milliseconds for which the
   * event loop was blocked.
   */
  expire(now: number, blocked: number): void
  /**
   * Ends the current check because core itself threw `error`, and abandons its promise. Does not
   * call `onFinding`.
   */
  crash(moment: Moment, error: unknown): void
}

export function createCheck(
  settings: CheckerSettings,
  { onFinding, onLateSettle }: CheckEvents,
): Check {
  const { name, timeout, failure = 'check failed.' } = settings
  let finding: Finding | undefined
  let previous: Finding | undefined
  let underway = false
  // The attempt whose promise is pending. It is the current attempt or, after its time limit, the
  // hung one.
  let open: Attempt | undefined
  let hung = false
  const hungLimit = createHungLimit(timeout)

  function record({ status, reason, message, cause }: Outcome, began: Moment, now: number): void {
    const actual = status === 'fail' && settings.optional ? 'warn' : status
    const durationMs = now - began.now
    const checkedAt = began.date + durationMs
    const first = finding?.status === actual ? finding.first : began
    previous = finding
    finding = { name, status: actual, durationMs, checkedAt, first, reason, message, cause }
    underway = false
  }

  function conclude(outcome: Outcome, attempt: Attempt, now: number): void {
    record(outcome, Attempt.began(attempt), now)
    onFinding()
  }

  function settle(attempt: Attempt, outcome: Outcome): void {
    if (attempt !== open) return // It was abandoned.
    open = undefined
    hungLimit.reset()
    if (underway) conclude(outcome, attempt, monotonicNow())
    else if (hung) onLateSettle()
  }

  function start(moment: Moment): void {
    const attempt = new Attempt(moment, timeout)
    open = attempt
    underway = true
    hung = false
    let result: unknown
    try {
      result = settings.check(attempt)
      if (isThenable(result)) {
        Promise.resolve(result).then(
          (value) => settle(attempt, outcomeOfValue(value, failure)),
          (error: unknown) => settle(attempt, outcomeOfError(error, failure)),
        )
      } else {
        settle(attempt, outcomeOfValue(result, failure))
      }
    } catch (error) {
      settle(attempt, outcomeOfError(error, failure))
      mute(result)
    }
  }

  function begin(moment: Moment): void {
    if (open === undefined) {
      start(moment)
      return
    }
    const { now, date } = Attempt.began(open)
    if (hungLimit.isReached(moment.now - now)) {
      start(moment)
      return
    }
    hung = true
    const message = `hung since ${isoDate(date)}.`
    conclude({ status: 'fail', reason: 'hung', message }, open, moment.now)
  }

  function expire(now: number, blocked: number): void {
    if (open === undefined) return
    const cause = Attempt.abort(open)
    const message =
      blocked > 0
        ? `not answered: the event loop was blocked for ${Math.round(blocked)} ms.`
        : (settings.failure ?? cause.message)
    const hidden = message === cause.message ? undefined : cause
    conclude({ status: 'fail', reason: 'timeout', message, cause: hidden }, open, now)
  }

  function crash(moment: Moment, error: unknown): void {
    record({ status: 'fail', reason: 'error', message: failure, cause: error }, moment, moment.now)
    open = undefined
  }

  return {
    settings,
    get finding() {
      return finding
    },
    get previous() {
      return previous
    },
    get underway() {
      return underway
    },
    get settledLate() {
      return hung && open === undefined
    },
    begin,
    expire,
    crash,
  }
}

function isThenable(value: unknown): boolean {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof Reflect.get(value, 'then') === 'function'
  )
}

// A promise whose own `then` or `constructor` throws cannot be awaited, but its rejection is still
// unhandled.
function mute(result: unknown): void {
  try {
    if (!(result instanceof Promise)) return
    void Object.defineProperty(result, 'constructor', { value: Promise })
    void Promise.prototype.then.call(result, noop, noop)
  } catch {
    // The promise cannot be changed either.
  }
}

const noop = () => {}
