import type { Harness } from '../harness.ts'
import { expectFailures, expectRecovery, startWithProxy } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

// The processes of a real server are stopped. The kernel still accepts connections.

async function expectFailuresUntilThawed(harness: Harness, thaw: () => unknown): Promise<void> {
  try {
    await expectFailures(harness, { reason: 'timeout' })
  } finally {
    await thaw()
  }
  await expectRecovery(harness)
}

export const frozenServerRules: Rules = {
  'a check fails with "timeout" if the server is frozen before the connect, and passes after the fault':
    async (harness) => {
      await harness.openProxy()
      await harness.server.freeze?.()
      await expectFailuresUntilThawed(harness, () => harness.server.thaw?.())
    },

  'a check fails with "timeout" if the server is frozen between checks, and passes after the fault':
    async (harness) => {
      await startWithProxy(harness)
      await harness.runCheck('passes')
      await harness.server.freeze?.()
      await expectFailuresUntilThawed(harness, () => harness.server.thaw?.())
    },

  'a check fails with "timeout" if the server is frozen during a request, and passes after the fault':
    async (harness) => {
      const proxy = await startWithProxy(harness)
      proxy.onRequest = () => void harness.server.freeze?.()
      await expectFailuresUntilThawed(harness, () => {
        proxy.onRequest = undefined
        return harness.server.thaw?.()
      })
    },
}
