import { type ProxyServer, proxy } from '../faults/proxy.ts'
import { silent } from '../faults/servers.ts'
import { createFirstUse } from '../first-use.ts'
import type { Test } from '../test.ts'
import type { Open, OpenAll, Server } from './driver-under-test.ts'
import type { Harness } from './harness.ts'
import { silentOrInvalidServerRules } from './rules/silent-or-invalid-server.ts'
import { type Rule, runRule } from './run-rule.ts'

/**
 * Registers a test for each fault that can happen to one of three servers, for clients that have several and need them
 * all. Beside, not instead of, `driverConformance`.
 */
export function serversConformance(test: Test, open: OpenAll, server: Server): void {
  const firstUse = createFirstUse()
  const guarded = firstUse.guard(open)
  for (const [title, rule] of Object.entries(silentOrInvalidServerRules)) {
    test(
      `one of three servers: ${title}`,
      firstUse.body(() => runForOneOfThree(rule, guarded, server)),
    )
  }
  const openMany: Open = (address) => guarded(Array.from({ length: many }, () => address))
  test(
    'fifty silent servers time out within the time limit of one',
    firstUse.body(() => runRule(allSilent, openMany, { server, dials: many })),
  )
}

// Node warns of a leak when a signal has more than ten listeners, and a driver may add a few for each server.
const many = 50

const allSilent: Rule = async ({ endpoint, runCheck }) => {
  await endpoint.listen(silent)
  await runCheck('fails', { reason: 'timeout' })
}

/** The rule happens to the one in the middle. */
async function runForOneOfThree(rule: Rule, open: OpenAll, server: Server): Promise<void> {
  const others = await Promise.all([proxy(server), proxy(server)])
  const [before, after] = others
  try {
    await runRule(
      async (harness) => {
        await rule(watchOthers(harness, others))
      },
      (address) => open([before, address, after]),
      { server, dials: 3 },
    )
  } finally {
    for (const other of others) await other.close()
  }
}

function watchOthers(harness: Harness, others: readonly ProxyServer[]): Harness {
  const { endpoint, assertRule } = harness
  return {
    ...harness,
    async runCheck(...args) {
      const accepted = others.map((other) => other.accepted)
      const outcome = await harness.runCheck(...args)
      assertRule(
        others.every((other, index) => other.accepted > (accepted[index] ?? 0)),
        { rule: 'checks every server', expected: 'three that are asked', seen: 'fewer' },
      )
      assertRule(outcome.status === 'pass' || outcome.log.includes(String(endpoint.port)), {
        rule: 'logs which server failed',
        expected: `a line that names port ${endpoint.port}`,
        seen: outcome.log,
      })
      return outcome
    },
  }
}
