import type { ProxyServer } from '../faults/proxy.ts'
import type { Address } from '../faults/servers.ts'
import { type Asked, askOnce } from './ask.ts'
import type { Breaches } from './breaches.ts'
import type { Verdict } from './judge.ts'
import type { Place } from './place.ts'
import { endsWithin, soon } from './resources.ts'
import type { Open, Server, Subject } from './subject.ts'

/** Milliseconds that a check has, unless a rule says otherwise. */
export const time = 400

/** Milliseconds that a check has which has to pass: it waits for a server, which a busy machine may hold up. */
export const timeToPass = 1600

export interface AskOptions {
  /** Why it fails, where that is beyond doubt. */
  readonly reason?: string
  readonly time?: number
  /** Connections that the pool may make for others meanwhile. Default 0. */
  readonly forOthers?: number
}

/** What a rule plays on. */
export interface Stage {
  readonly place: Place
  readonly hasServer: boolean
  /** @throws TypeError where there is none */
  readonly server: Server
  /** Puts a way to the real server at the place. */
  openWay(): Promise<ProxyServer>
  /** Opened when it is asked for, for the first time. */
  subject(): Promise<Subject>
  /** Lets the subject find its server at another address than the place. */
  lead(address: Address): void
  /** Runs one check, and judges it. */
  ask(verdict: Verdict, options?: AskOptions): Promise<Asked>
  /** Notes a breach where a rule is not kept. */
  readonly demand: Breaches['demand']
}

export interface StageOptions {
  readonly place: Place
  readonly open: Open
  readonly server: Server | undefined
  readonly breaches: Breaches
  /** Connections that a check may make. */
  readonly dials: number | undefined
}

// Milliseconds that a client may take to say goodbye.
const patience = 5000

export function createStage(options: StageOptions): Stage & {
  /** Ends the subject, if there is one. */
  close(): Promise<void>
} {
  const { place, open, server, breaches, dials } = options
  let { host, port }: Address = place
  let isClean = true
  let opening: Promise<Subject> | undefined

  const subject = () => {
    opening ??= Promise.resolve({ host, port }).then(open)
    return opening
  }
  const demandServer = () => {
    if (server === undefined) throw new TypeError('the rule needs a real server')
    return server
  }
  return {
    place,
    hasServer: server !== undefined,
    get server() {
      return demandServer()
    },
    openWay: () => place.putWay(demandServer()),
    subject,
    lead(address) {
      ;({ host, port } = address)
    },
    async ask(verdict, { reason, time: wanted, forOthers = 0 } = {}) {
      const given = wanted ?? (verdict.startsWith('passes') ? timeToPass : time)
      const { checker, application, prints } = await subject()
      const asked = await askOnce(checker, given)
      const kept = () => forOthers + (application?.connections?.() ?? 0)
      const left = () => asked.trace.sockets.filter(({ destroyed }) => !destroyed).slice(kept())
      // One that was left was waited for long enough.
      if (isClean) isClean = await soon(() => left().length === 0)
      breaches.judge({
        asked,
        verdict,
        reason,
        time: given,
        left: left(),
        prints,
        dials: dials ?? (application?.pool ? 2 : 1),
      })
      return asked
    },
    demand: breaches.demand,
    async close() {
      // One that did not open has said so already.
      const closing = opening?.then(
        (opened) => opened.close(),
        () => {},
      )
      const isClosed = await endsWithin(patience, Promise.resolve(closing))
      breaches.demand(isClosed, {
        rule: 'lets its client be closed',
        expected: `an end of close() within ${patience} ms`,
        seen: 'none',
      })
    },
  }
}
