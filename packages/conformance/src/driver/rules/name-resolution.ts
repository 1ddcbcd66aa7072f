import { type FakeHostName, fakeHostName, type Resolution } from '../fake-resolver.ts'
import type { Harness } from '../harness.ts'
import { expectFailures, recover } from '../rule-steps.ts'
import type { Rule, Rules } from '../run-rule.ts'

const hostname = 'server.readyz.invalid'

/** Returns a rule in which the driver reaches its server by a host name. */
const withHostName =
  (resolution: Resolution, rule: (harness: Harness, name: FakeHostName) => Promise<void>): Rule =>
  async (harness) => {
    const name = fakeHostName(hostname, resolution)
    harness.setAddress({ host: hostname, port: harness.endpoint.port })
    try {
      await rule(harness, name)
    } finally {
      name.remove()
    }
  }

async function recoverByName(harness: Harness, name: FakeHostName): Promise<void> {
  name.resolution = [harness.endpoint.host]
  if (harness.hasServer) await recover(harness)
}

export const nameResolutionRules: Rules = {
  'a check fails with "dns" if the host name does not exist': withHostName(
    'not found',
    async (harness, name) => {
      await expectFailures(harness, { reason: 'dns' })
      await recoverByName(harness, name)
    },
  ),

  // Node reports several refused addresses as one AggregateError without a message.
  'a check fails with "refused" if both addresses of a host name refuse connections': withHostName(
    ['127.0.0.1', '::1'],
    async (harness, name) => {
      await expectFailures(harness, { reason: 'refused' })
      await recoverByName(harness, name)
    },
  ),

  // A lookup cannot be cancelled, and two hung lookups block all other lookups of the process.
  'checks run one lookup of a host name at a time while the resolver hangs': withHostName(
    'hangs',
    async (harness, name) => {
      await Promise.all([harness.runCheck('fails'), harness.runCheck('fails')])
      await harness.runCheck('fails', { reason: 'timeout' })
      harness.assertRule(name.maxLookups <= 1, {
        rule: 'runs one lookup of a name at a time',
        expected: 'at most one lookup',
        actual: `${name.maxLookups} simultaneous lookups`,
      })
    },
  ),
}
