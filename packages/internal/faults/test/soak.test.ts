import { describe, expect, test } from 'vitest'
import { soakDriver, soakLimitMs, soakTitles } from '../src/run-soak.ts'

/** The accepted growth of the heap in kilobytes: two measurements without a leak may differ. */
const heapNoise = 1024
/**
 * The accepted delay of a result after its time limit, in milliseconds of process time: a few turns
 * of the event loop.
 */
const latenessLimitMs = 50

describe.concurrent('a soak', () => {
  test.each(soakTitles)(
    'of %s has no unexpected or late result, no leak, and a probe cost below 50 ms',
    async (title) => {
      const { unexpected, maxLatenessMs, frozen, completed, before, after, costMs } =
        await soakDriver(title)
      expect(unexpected).toEqual([])
      expect(frozen).toBeGreaterThan(0)
      expect(completed).toBeGreaterThan(0)
      expect(maxLatenessMs).toBeLessThan(latenessLimitMs)
      expect({ ...after, heapKb: 0 }).toEqual({ ...before, heapKb: 0 })
      expect(after.heapKb - before.heapKb).toBeLessThan(heapNoise)
      // A kubelet sends at most one probe per second, which then uses less than 5 % of one core.
      expect(costMs).toBeLessThan(50)
    },
    // The script stops first, because its error says more than a timeout of the test.
    soakLimitMs + 10_000,
  )
})
