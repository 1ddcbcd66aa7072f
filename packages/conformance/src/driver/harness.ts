import type { ProxyServer } from '../faults/proxy.ts'
import type { Address } from '../faults/servers.ts'
import type { DriverUnderTest, Open, Server } from './driver-under-test.ts'
import type { Endpoint } from './endpoint.ts'
import type { Expectation } from './evaluate.ts'
import { endsWithin, waitUntil } from './leaks.ts'
import { type Outcome, runOnce } from './run-check.ts'
import type { Violations } from './violations.ts'

/** Milliseconds that a check has, unless a rule says otherwise. */
export const time = 400

/** Milliseconds that a check has which has to pass: it waits for a server, which a busy machine may hold up. */
export const timeToPass = 1600

export interface RunCheckOptions {
  /** Why it fails, where that is beyond doubt. */
  readonly reason?: string
  readonly time?: number
  /** Connections that the pool may make for others meanwhile. Default 0. */
  readonly forOthers?: number
}

/** What a rule plays on. */
export interface Harness {
  readonly endpoint: Endpoint
  readonly hasServer: boolean
  /** @throws TypeError where there is none */
  readonly server: Server
  /** Puts a way to the real server at the endpoint. */
  openProxy(): Promise<ProxyServer>
  /** Opened when it is outcome for, for the first time. */
  driver(): Promise<DriverUnderTest>
  /** Lets the subject find its server at another address than the endpoint. */
  lead(address: Address): void
  /** Runs one check, and judges it. */
  runCheck(verdict: Expectation, options?: RunCheckOptions): Promise<Outcome>
  /** Notes a breach where a rule is not kept. */
  readonly assertRule: Violations['assertRule']
}

export interface HarnessOptions {
  readonly endpoint: Endpoint
  readonly open: Open
  readonly server: Server | undefined
  readonly violations: Violations
  /** Connections that a check may make. */
  readonly dials: number | undefined
}

// Milliseconds that a client may take to say goodbye.
const patience = 5000

export function createHarness(options: HarnessOptions): Harness & {
  /** Ends the driver, if there is one. */
  close(): Promise<void>
} {
  const { endpoint, open, server, violations, dials } = options
  let { host, port }: Address = endpoint
  let isClean = true
  let opening: Promise<DriverUnderTest> | undefined

  const driver = () => {
    opening ??= Promise.resolve({ host, port }).then(open)
    return opening
  }
  const demandServer = () => {
    if (server === undefined) throw new TypeError('the rule needs a real server')
    return server
  }
  return {
    endpoint,
    hasServer: server !== undefined,
    get server() {
      return demandServer()
    },
    openProxy: () => endpoint.openProxy(demandServer()),
    driver,
    lead(address) {
      ;({ host, port } = address)
    },
    async runCheck(verdict, { reason, time: wanted, forOthers = 0 } = {}) {
      const given = wanted ?? (verdict.startsWith('passes') ? timeToPass : time)
      const { checker, application, prints } = await driver()
      const outcome = await runOnce(checker, given)
      const kept = () => forOthers + (application?.connections?.() ?? 0)
      const left = () => outcome.trace.sockets.filter(({ destroyed }) => !destroyed).slice(kept())
      // One that was left was waited for long enough.
      if (isClean) isClean = await waitUntil(() => left().length === 0)
      violations.evaluate({
        outcome,
        verdict,
        reason,
        time: given,
        left: left(),
        prints,
        dials: dials ?? (application?.pool ? 2 : 1),
      })
      return outcome
    },
    assertRule: violations.assertRule,
    async close() {
      // One that did not open has said so already.
      const closing = opening?.then(
        (opened) => opened.close(),
        () => {},
      )
      const isClosed = await endsWithin(patience, Promise.resolve(closing))
      violations.assertRule(isClosed, {
        rule: 'allows its client to close',
        expected: `an end of close() within ${patience} ms`,
        seen: 'none',
      })
    },
  }
}
