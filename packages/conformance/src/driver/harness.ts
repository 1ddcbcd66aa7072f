import type { Address } from '../faults/fault-servers.ts'
import type { ProxyServer } from '../faults/proxy.ts'
import type { DriverUnderTest, Open, Server } from './driver-under-test.ts'
import type { Endpoint } from './endpoint.ts'
import type { Expectation } from './evaluate.ts'
import { findStateChanges, type ProcessState, readProcessState } from './process-state.ts'
import { type Outcome, runTrackedCheck } from './run-check.ts'
import type { Violations } from './violations.ts'
import { settlesWithin, waitUntil } from './wait.ts'

/** Default time limit of a check in milliseconds. */
export const time = 400

/**
 * Time limit in milliseconds of a check that must pass. It is longer, because a busy machine delays
 * the server.
 */
export const timeToPass = 1600

export interface RunCheckOptions {
  /** The expected reason of a failure. Default: any reason. */
  readonly reason?: string
  /** The time limit in milliseconds. */
  readonly time?: number
  /** Connections that the pool may open for other callers during the check. Default: 0. */
  readonly forOthers?: number
}

/** The driver, its endpoint and the assertions that a rule uses. */
export interface Harness {
  /** The address that the driver is opened with. */
  readonly endpoint: Endpoint
  readonly hasServer: boolean
  /** @throws TypeError if there is no real server */
  readonly server: Server
  /** Opens a proxy to the real server at the endpoint. */
  openProxy(): Promise<ProxyServer>
  /** Returns the driver. The first call opens it. */
  driver(): Promise<DriverUnderTest>
  /** Sets the address that the driver is opened with. Default: the endpoint. */
  setAddress(address: Address): void
  /** Runs one check and records its violations. */
  runCheck(expectation: Expectation, options?: RunCheckOptions): Promise<Outcome>
  readonly assertRule: Violations['assertRule']
}

export interface HarnessOptions {
  readonly endpoint: Endpoint
  readonly open: Open
  readonly server: Server | undefined
  readonly violations: Violations
  /** Connections that a check may open. Default: 2 with a pool, otherwise 1. */
  readonly maxConnections: number | undefined
}

// Milliseconds that a client has to close.
const closeTimeout = 5000

export function createHarness(options: HarnessOptions): Harness & {
  /** Closes the driver if it is open. */
  close(): Promise<void>
} {
  const { endpoint, open, server, violations, maxConnections } = options
  let { host, port }: Address = endpoint
  let hasClosedAll = true
  let opening: Promise<DriverUnderTest> | undefined
  let stateBefore: ProcessState | undefined

  const driver = () => {
    opening ??= Promise.resolve({ host, port }).then(open)
    return opening
  }
  const requireServer = () => {
    if (server === undefined) throw new TypeError('the rule needs a real server')
    return server
  }
  return {
    endpoint,
    hasServer: server !== undefined,
    get server() {
      return requireServer()
    },
    openProxy: () => endpoint.openProxy(requireServer()),
    driver,
    setAddress(address) {
      ;({ host, port } = address)
    },
    async runCheck(expectation, { reason, time: limit, forOthers = 0 } = {}) {
      const timeLimit = limit ?? (expectation.startsWith('passes') ? timeToPass : time)
      const { checker, application, clientOutput } = await driver()
      stateBefore ??= readProcessState()
      const outcome = await runTrackedCheck(checker, timeLimit)
      const kept = () => forOthers + (application?.connections?.() ?? 0)
      const openSockets = () =>
        outcome.tracked.sockets.filter(({ destroyed }) => !destroyed).slice(kept())
      const { handles } = outcome.tracked
      const hasEnded = () => openSockets().length === 0 && handles.size === 0
      // After the first leak of a rule, later checks do not wait again.
      if (hasClosedAll) hasClosedAll = await waitUntil(hasEnded)
      violations.evaluate({
        outcome,
        expectation,
        reason,
        time: timeLimit,
        openSockets: openSockets(),
        clientOutput,
        maxConnections: maxConnections ?? (application?.pool ? 2 : 1),
      })
      return outcome
    },
    assertRule: violations.assertRule,
    async close() {
      const changes = stateBefore ? findStateChanges(stateBefore, readProcessState()) : []
      violations.assertRule(changes.length === 0, {
        rule: 'does not change the process',
        expected: 'no change',
        actual: changes.join(', '),
      })
      // If the driver did not open, the rule has already rejected with that error.
      const closing = opening?.then(
        (opened) => opened.close(),
        () => {},
      )
      const isClosed = await settlesWithin(closeTimeout, Promise.resolve(closing))
      violations.assertRule(isClosed, {
        rule: 'allows its client to close',
        expected: `an end of close() within ${closeTimeout} ms`,
        actual: 'none',
      })
    },
  }
}
