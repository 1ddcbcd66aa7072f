import type { Socket } from 'node:net'
import type { Server } from './driver-under-test.ts'
import { longestBlock } from './event-loop.ts'
import type { RuleName } from './rule-names.ts'
import { grace, type Outcome } from './run-check.ts'

/** A rule that was not kept. */
export interface Violation {
  readonly rule: RuleName
  readonly expected: string
  readonly seen: string
}

/** What a check has to say. `ends`: whatever it likes, in time. */
export type Expectation = 'fails' | 'passes' | 'passes on the first check after the fault' | 'ends'

export interface Evaluated {
  readonly outcome: Outcome
  readonly verdict: Expectation
  readonly reason: string | undefined
  /** Connections that it made, and that were not closed soon after it. */
  readonly left: readonly Socket[]
  readonly time: number
  readonly prints: RegExp | undefined
  /** Connections that it may make. */
  readonly dials: number
}

/** Where a check may not be told of. */
export interface Privacy {
  readonly unpublished: readonly string[]
  readonly unlogged: readonly string[]
}

export function privacyOf(places: readonly string[], server: Server | undefined): Privacy {
  const { user, password, database, host, port } = server ?? {}
  const given = (each: string | number | undefined) => (each === undefined ? [] : [String(each)])
  const unlogged = given(password)
  return {
    unlogged,
    unpublished: [...places, ...unlogged, ...[user, database, host, port].flatMap(given)],
  }
}

// More than the name of an error, which is all that is known of one without a message.
const says = /Cause: (?!\w*Error$|unknown error$)\S/

/** Of one check. */
export function evaluate(
  evaluated: Evaluated,
  { unpublished, unlogged }: Privacy,
): readonly Violation[] {
  const { outcome, verdict, reason, left, time, prints, dials } = evaluated
  const { status, published, log, blocked, trace } = outcome
  const printed = trace.printed.filter((line) => !prints?.test(line))
  const violations: (Violation | false)[] = [
    resultViolation(verdict, outcome),
    reason !== undefined &&
      status === 'fail' &&
      outcome.reason !== reason && {
        rule: 'reports the reason',
        expected: `the reason ${reason}`,
        seen: String(outcome.reason),
      },
    outcome.isOverdue && {
      rule: 'ends within its time limit',
      expected: `an end within ${time} ms, and ${grace} ms to clear up`,
      seen: 'none',
    },
    blocked > longestBlock() && {
      rule: 'does not block the event loop',
      expected: `a loop that goes on within ${longestBlock()} ms`,
      seen: `${Math.round(blocked)} ms`,
    },
    trace.sockets.length > dials && {
      rule: 'does not retry',
      expected: `${dials} ${dials === 1 ? 'connection' : 'connections'} at most`,
      seen: `${trace.sockets.length} connections`,
    },
    left.length > 0 && {
      rule: 'closes every resource',
      expected: 'no connection',
      seen: left.map(describeSocket).join(', '),
    },
    printed.length > 0 && {
      rule: 'prints nothing',
      expected: 'an empty console',
      seen: printed.join('; '),
    },
    status !== 'pass' &&
      !says.test(log) && {
        rule: 'logs the cause',
        expected: 'a cause',
        seen: log,
      },
    told('publishes no private data', published, unpublished),
    told('logs no password', log, unlogged),
  ]
  return violations.filter((each) => each !== false)
}

function resultViolation(verdict: Expectation, { status, reason }: Outcome): Violation | false {
  if (verdict === 'ends') return false
  const expected = verdict === 'fails' ? 'fail' : 'pass'
  if (status === expected) return false
  return { rule: verdict, expected, seen: reason === undefined ? status : `${status} (${reason})` }
}

function told(rule: RuleName, text: string, secrets: readonly string[]): Violation | false {
  // As it is, or as it stands in a URL.
  const secret = secrets.find((each) =>
    [each, encodeURIComponent(each)].some((it) => text.includes(it)),
  )
  if (secret === undefined) return false
  return { rule, expected: `nothing of ${secret}`, seen: text }
}

function describeSocket({ remoteAddress, remotePort, connecting, writableEnded }: Socket): string {
  const state = connecting ? 'connecting' : writableEnded ? 'half closed' : 'open'
  return remoteAddress === undefined ? state : `${state} to ${remoteAddress}:${remotePort}`
}
