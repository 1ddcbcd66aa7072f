import { introduce, type Name, type Says } from '../fake-resolver.ts'
import type { Harness } from '../harness.ts'
import type { Rule, Rules } from '../run-rule.ts'
import { expectFailures, recover } from '../with-fault.ts'

const hostname = 'server.readyz.invalid'

/** A server that is found by a name. */
const named =
  (says: Says, rule: (harness: Harness, name: Name) => Promise<void>): Rule =>
  async (harness) => {
    const name = introduce(hostname, says)
    harness.lead({ host: hostname, port: harness.endpoint.port })
    try {
      await rule(harness, name)
    } finally {
      name.forget()
    }
  }

async function recoverNamed(harness: Harness, name: Name): Promise<void> {
  name.says = [harness.endpoint.host]
  if (harness.hasServer) await recover(harness)
}

export const nameResolutionRules: Rules = {
  'a host name that does not exist': named('not found', async (harness, name) => {
    await expectFailures(harness, { reason: 'dns' })
    await recoverNamed(harness, name)
  }),

  // Node sums up such failures in an error that has no message.
  'a host name with two addresses that both refuse connections': named(
    ['127.0.0.1', '::1'],
    async (harness, name) => {
      await expectFailures(harness, { reason: 'refused' })
      await recoverNamed(harness, name)
    },
  ),

  // A lookup cannot be cancelled, and two that hang hold up all others of the process.
  'a hung resolver gets one lookup at a time': named('nothing', async (harness, name) => {
    await Promise.all([harness.runCheck('fails'), harness.runCheck('fails')])
    await harness.runCheck('fails', { reason: 'timeout' })
    harness.assertRule(name.most <= 1, {
      rule: 'runs one lookup of a name at a time',
      expected: 'one lookup at most',
      seen: `${name.most} at once`,
    })
  }),
}
