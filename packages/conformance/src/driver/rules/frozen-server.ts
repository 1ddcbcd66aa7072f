import type { Harness } from '../harness.ts'
import type { Rules } from '../run-rule.ts'
import { expectFailures, expectRecovery, start } from '../with-fault.ts'

// What happens when the processes of a real server are stopped: the kernel goes on for them.

async function expectFrozenFailures(harness: Harness, thaw: () => unknown): Promise<void> {
  try {
    await expectFailures(harness, { reason: 'timeout' })
  } finally {
    await thaw()
  }
  await expectRecovery(harness)
}

export const frozenServerRules: Rules = {
  'the server is frozen before the connect': async (harness) => {
    await harness.openProxy()
    await harness.server.freeze?.()
    await expectFrozenFailures(harness, () => harness.server.thaw?.())
  },

  'the server is frozen while no check runs': async (harness) => {
    await start(harness)
    await harness.runCheck('passes')
    await harness.server.freeze?.()
    await expectFrozenFailures(harness, () => harness.server.thaw?.())
  },

  'the server is frozen in the middle of a check': async (harness) => {
    const way = await start(harness)
    way.onRequest = () => void harness.server.freeze?.()
    await expectFrozenFailures(harness, () => {
      way.onRequest = undefined
      return harness.server.thaw?.()
    })
  },
}
