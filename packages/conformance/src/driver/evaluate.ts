import type { Socket } from 'node:net'
import type { Server } from './driver-under-test.ts'
import { blockLimit } from './event-loop.ts'
import { findSecret } from './find-secret.ts'
import type { RuleName } from './rule-names.ts'
import { grace, type Outcome } from './run-check.ts'

/** A broken rule. */
export interface Violation {
  readonly rule: RuleName
  readonly expected: string
  readonly actual: string
}

/** The expected result of a check. `ends`: any result within the time limit. */
export type Expectation = 'fails' | 'passes' | 'passes on the first check after the fault' | 'ends'

export interface EvaluatedCheck {
  readonly outcome: Outcome
  readonly expectation: Expectation
  /** The expected reason of a failure. Undefined: any reason. */
  readonly reason: string | undefined
  /** Connections of the check that were still open after it. */
  readonly openSockets: readonly Socket[]
  /** The time limit of the check in milliseconds. */
  readonly time: number
  /** Output of the client that is not a violation. */
  readonly clientOutput: RegExp | undefined
  readonly maxConnections: number
}

/** Texts that a driver must not disclose. */
export interface Secrets {
  /** Must not appear in a response. */
  readonly unpublished: readonly string[]
  /** Must not appear in the log. */
  readonly unlogged: readonly string[]
}

export function secretsOf(addresses: readonly string[], server: Server | undefined): Secrets {
  const { user, password, database, host, port, connectionLimitError } = server ?? {}
  const message = typeof connectionLimitError === 'string' ? connectionLimitError.trim() : ''
  // An empty password or user is not a secret, and every text contains it.
  const given = (each: string | number | undefined) => [each ?? ''].map(String).filter(Boolean)
  const unlogged = given(password)
  return {
    unlogged,
    unpublished: [
      ...addresses,
      ...unlogged,
      ...[user, database, host, port, message].flatMap(given),
    ],
  }
}

// The name of an error class alone is not a cause. It is logged for an error without a message.
// `[object Object]` is an object that was converted to a string.
const causePattern = /Cause: (?!\w*Error$|unknown error$|.*\[object \w+\])\S/

// The response has no line breaks.
const stackTrace = /\sat (?:\S+ )?\(?[^\s()]+:\d+:\d+\)?/

/** Returns the rules that one check has broken. */
export function evaluate(
  check: EvaluatedCheck,
  { unpublished, unlogged }: Secrets,
): readonly Violation[] {
  const { outcome, expectation, reason, openSockets, time, clientOutput, maxConnections } = check
  const { status, published, log, blocked, tracked } = outcome
  const printed = tracked.printed.filter((line) => !clientOutput?.test(line))
  const violations: (Violation | false)[] = [
    findWrongResult(expectation, outcome),
    reason !== undefined &&
      status === 'fail' &&
      outcome.reason !== reason && {
        rule: 'reports the reason',
        expected: `the reason ${reason}`,
        actual: String(outcome.reason),
      },
    outcome.isOverdue && {
      rule: 'ends within its time limit',
      expected: `an end within ${time} ms, and ${grace} ms to close its resources`,
      actual: 'none',
    },
    blocked > blockLimit() && {
      rule: 'does not block the event loop',
      expected: `at most ${blockLimit()} ms without a turn of the event loop`,
      actual: `${Math.round(blocked)} ms`,
    },
    tracked.sockets.length > maxConnections && {
      rule: 'does not retry',
      expected: `at most ${maxConnections} ${maxConnections === 1 ? 'connection' : 'connections'}`,
      actual: `${tracked.sockets.length} connections`,
    },
    openSockets.length > 0 && {
      rule: 'closes every resource',
      expected: 'no connection',
      actual: openSockets.map(describeSocket).join(', '),
    },
    tracked.handles.size > 0 && {
      rule: 'closes every resource',
      expected: 'no open handle',
      actual: [...tracked.handles.values()].join(', '),
    },
    printed.length > 0 && {
      rule: 'prints nothing',
      expected: 'no output',
      actual: printed.join('; '),
    },
    status !== 'pass' &&
      !causePattern.test(log) && {
        rule: 'logs the cause',
        expected: 'a cause',
        actual: log,
      },
    findDisclosure('publishes no private data', published, unpublished),
    stackTrace.test(published) && {
      rule: 'publishes no private data',
      expected: 'a text without a stack trace',
      actual: published,
    },
    findDisclosure('logs no password', log, unlogged),
  ]
  return violations.filter((each) => each !== false)
}

function findWrongResult(expectation: Expectation, { status, reason }: Outcome): Violation | false {
  if (expectation === 'ends') return false
  const expected = expectation === 'fails' ? 'fail' : 'pass'
  if (status === expected) return false
  const actual = reason === undefined ? status : `${status} (${reason})`
  return { rule: expectation, expected, actual }
}

function findDisclosure(
  rule: RuleName,
  text: string,
  secrets: readonly string[],
): Violation | false {
  const secret = findSecret(text, secrets)
  if (secret === undefined) return false
  return { rule, expected: `a text without ${secret}`, actual: text }
}

function describeSocket({ remoteAddress, remotePort, connecting, writableEnded }: Socket): string {
  const state = connecting ? 'connecting' : writableEnded ? 'half closed' : 'open'
  return remoteAddress === undefined ? state : `${state} to ${remoteAddress}:${remotePort}`
}
