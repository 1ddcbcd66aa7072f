import { expectFailures, recover } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

export const unreachableServerRules: Rules = {
  'a check fails with "refused" if the server refuses the connection': async (harness) => {
    await expectFailures(harness, { reason: 'refused' })
    if (harness.hasServer) await recover(harness)
  },

  'a check fails with "timeout" if the connect hangs on a full accept queue': async (harness) => {
    await harness.endpoint.openBlackhole()
    await expectFailures(harness, { reason: 'timeout' })
    if (harness.hasServer) await recover(harness)
  },
}
