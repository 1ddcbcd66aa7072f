import type { Socket } from 'node:net'
import { type Asked, grace } from './ask.ts'
import type { Demand } from './demands.ts'
import { longestBlock } from './loop.ts'
import type { Server } from './subject.ts'

/** A rule that was not kept. */
export interface Breach {
  readonly rule: Demand
  readonly expected: string
  readonly seen: string
}

/** What a check has to say. `ends`: whatever it likes, in time. */
export type Verdict = 'fails' | 'passes' | 'passes as soon as it is over' | 'ends'

export interface Judged {
  readonly asked: Asked
  readonly verdict: Verdict
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
export function judge(judged: Judged, { unpublished, unlogged }: Privacy): readonly Breach[] {
  const { asked, verdict, reason, left, time, prints, dials } = judged
  const { status, published, log, blocked, trace } = asked
  const printed = trace.printed.filter((line) => !prints?.test(line))
  const breaches: (Breach | false)[] = [
    verdictBreach(verdict, asked),
    reason !== undefined &&
      status === 'fail' &&
      asked.reason !== reason && {
        rule: 'says why',
        expected: `the reason ${reason}`,
        seen: String(asked.reason),
      },
    asked.isOverdue && {
      rule: 'ends in time',
      expected: `an end within ${time} ms, and ${grace} ms to clear up`,
      seen: 'none',
    },
    blocked > longestBlock() && {
      rule: 'does not hold up the loop',
      expected: `a loop that goes on within ${longestBlock()} ms`,
      seen: `${Math.round(blocked)} ms`,
    },
    trace.sockets.length > dials && {
      rule: 'does not try again',
      expected: `${dials} ${dials === 1 ? 'connection' : 'connections'} at most`,
      seen: `${trace.sockets.length} connections`,
    },
    left.length > 0 && {
      rule: 'leaves nothing open',
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
        rule: 'tells the log the cause',
        expected: 'a cause',
        seen: log,
      },
    told('publishes nothing private', published, unpublished),
    told('keeps the password out of the log', log, unlogged),
  ]
  return breaches.filter((each) => each !== false)
}

function verdictBreach(verdict: Verdict, { status, reason }: Asked): Breach | false {
  if (verdict === 'ends') return false
  const expected = verdict === 'fails' ? 'fail' : 'pass'
  if (status === expected) return false
  return { rule: verdict, expected, seen: reason === undefined ? status : `${status} (${reason})` }
}

function told(rule: Demand, text: string, secrets: readonly string[]): Breach | false {
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
