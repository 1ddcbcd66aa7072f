import { silent } from '../faults/fault-servers.ts'
import { type ProxyServer, proxy } from '../faults/proxy.ts'
import { createSetupGuard } from '../skip-after-setup-failure.ts'
import type { Test } from '../test-function.ts'
import type { Open, OpenAll, Server } from './driver-under-test.ts'
import type { Harness } from './harness.ts'
import { faultServerRules } from './rules/fault-server-rules.ts'
import { type Rule, runRule } from './run-rule.ts'

/**
 * Registers a test for each fault of one of three servers, for clients of several servers that need
 * all of them. Use it in addition to `driverConformance`.
 */
export function serversConformance(test: Test, open: OpenAll, server: Server): void {
  const guard = createSetupGuard()
  const guardedOpen = guard.wrapSetup(open)
  for (const [title, rule] of Object.entries(faultServerRules)) {
    test(
      `fault on one of three servers: ${title}`,
      guard.wrapTest(() => runForOneOfThree(rule, guardedOpen, server)),
    )
  }
  const openMany: Open = (address) => guardedOpen(Array.from({ length: many }, () => address))
  test(
    'a check of fifty silent servers fails with "timeout" within the time limit of one',
    guard.wrapTest(() => runRule(allSilent, openMany, { server, maxConnections: many })),
  )
}

// A driver may add a few listeners to the signal for each server. Node warns at more than ten.
const many = 50

const allSilent: Rule = async ({ endpoint, runCheck }) => {
  await endpoint.listen(silent)
  await runCheck('fails', { reason: 'timeout' })
}

/** Runs a rule with its fault on the second of three servers. */
async function runForOneOfThree(rule: Rule, open: OpenAll, server: Server): Promise<void> {
  const others = await Promise.all([proxy(server), proxy(server)])
  const [first, third] = others
  try {
    await runRule(
      async (harness) => {
        await rule(assertAllChecked(harness, others))
      },
      (address) => open([first, address, third]),
      { server, maxConnections: 3 },
    )
  } finally {
    for (const other of others) await other.close()
  }
}

/** Asserts that each check connects to the other servers, and logs the server that failed. */
function assertAllChecked(harness: Harness, others: readonly ProxyServer[]): Harness {
  const { endpoint, assertRule } = harness
  return {
    ...harness,
    async runCheck(...args) {
      const acceptedBefore = others.map((other) => other.accepted)
      const outcome = await harness.runCheck(...args)
      assertRule(
        others.every((other, index) => other.accepted > (acceptedBefore[index] ?? 0)),
        { rule: 'checks every server', expected: 'connections to three servers', actual: 'fewer' },
      )
      assertRule(outcome.status === 'pass' || outcome.log.includes(String(endpoint.port)), {
        rule: 'logs which server failed',
        expected: `a line that contains port ${endpoint.port}`,
        actual: outcome.log,
      })
      return outcome
    },
  }
}
