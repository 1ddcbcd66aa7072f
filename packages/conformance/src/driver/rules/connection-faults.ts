import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ProxyServer } from '../../faults/proxy.ts'
import { type Harness, time } from '../harness.ts'
import { expectFailures, expectRecovery, recover, startWithProxy } from '../rule-steps.ts'
import type { Rules } from '../run-rule.ts'

// Faults between the client and a real server, which a proxy causes.

/**
 * Runs checks until one passes. In the first check the fault starts at the first response of the
 * server, in the second check at the second response, and so on.
 */
async function faultAtEachResponse(
  harness: Harness,
  startFault: (proxy: ProxyServer) => void,
): Promise<void> {
  let hasPassedAll = false
  for (let index = 0; !hasPassedAll && index < maxResponses; index += 1) {
    const proxy = await harness.openProxy()
    let count = 0
    proxy.onResponse = () => {
      if (count === index) startFault(proxy)
      count += 1
    }
    await harness.runCheck('ends', { time: shortTime })
    hasPassedAll = count <= index
    await recover(harness)
  }
}

/** Waits until Node has emitted the 'close' events of closed idle connections. */
async function closeEventsEmitted(): Promise<void> {
  // On loopback the kernel closes at once. Node reads the end in one turn and closes in another.
  for (let turns = 0; turns < 3; turns += 1) await nextTurn()
}

// Higher than the number of responses of any login.
const maxResponses = 12
const shortTime = 150

export const connectionFaultRules: Rules = {
  'a check fails with "refused" after the server stopped between checks, and passes after its restart':
    async (harness) => {
      await startWithProxy(harness)
      await harness.runCheck('passes')
      await harness.endpoint.close()
      await closeEventsEmitted()
      await expectFailures(harness, { reason: 'refused' })
      await recover(harness)
    },

  'a check passes after the server closed idle connections between checks': async (harness) => {
    await startWithProxy(harness)
    await harness.runCheck('passes')
    await harness.endpoint.close()
    await closeEventsEmitted()
    await recover(harness)
  },

  'a check passes after idle connections were reset between checks': async (harness) => {
    const proxy = await startWithProxy(harness)
    await harness.runCheck('passes')
    proxy.cut()
    await expectRecovery(harness)
  },

  'a check fails if its connection is reset during a request, and passes after the fault': async (
    harness,
  ) => {
    const proxy = await startWithProxy(harness)
    proxy.onRequest = () => proxy.cut()
    await expectFailures(harness)
    await recover(harness)
  },

  'a check fails with "timeout" if packets are dropped during a request, and passes after the fault':
    async (harness) => {
      const proxy = await startWithProxy(harness)
      proxy.onRequest = () => {
        proxy.mode = 'drop'
      }
      await expectFailures(harness, { reason: 'timeout' })
      await recover(harness)
    },

  'a check ends in time if its connection is reset at any response, and passes after the fault': (
    harness,
  ) => faultAtEachResponse(harness, (proxy) => proxy.cut()),

  'a check ends in time if packets are dropped at any response, and passes after the fault': (
    harness,
  ) =>
    faultAtEachResponse(harness, (proxy) => {
      proxy.mode = 'drop'
    }),

  'a check fails with "timeout" if packets are dropped before it, and passes after the fault':
    async (harness) => {
      const proxy = await startWithProxy(harness)
      proxy.mode = 'drop'
      await expectFailures(harness, { reason: 'timeout' })
      await recover(harness)
    },

  'a check fails with "timeout" if the response arrives too slowly, one byte at a time': async (
    harness,
  ) => {
    const proxy = await startWithProxy(harness)
    proxy.mode = 'trickle'
    await expectFailures(harness, { reason: 'timeout' })
    await recover(harness)
  },

  'a check fails with "timeout" if the response arrives after the time limit, and the next one passes':
    async (harness) => {
      const proxy = await startWithProxy(harness)
      proxy.mode = 'delay'
      proxy.delay = time + 50
      await expectFailures(harness, { reason: 'timeout' })
      proxy.mode = 'pass'
      // The proxy forwards in order, so the delayed responses arrive before the next one.
      await expectRecovery(harness)
    },
}
