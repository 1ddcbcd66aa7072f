import { describe, expect, test } from 'vitest'
import { patience, soakDriver, soaked } from '../src/run-soak.ts'

/** Kilobytes that a heap may differ by from one look to the next. */
const heapNoise = 1024
/** Milliseconds of the process's own time that a probe may come after a timer of its limit: a few turns of the loop. */
const lateness = 50

describe.concurrent('a soak', () => {
  test.each(soaked)(
    'of %s finds no wrong verdict, nothing late, nothing left, and no time taken from the application',
    async (title) => {
      const { wrong, maxLatenessMs, frozen, worked, before, after, costMs } =
        await soakDriver(title)
      expect(wrong).toEqual([])
      expect(frozen).toBeGreaterThan(0)
      expect(worked).toBeGreaterThan(0)
      expect(maxLatenessMs).toBeLessThan(lateness)
      expect({ ...after, heapKb: 0 }).toEqual({ ...before, heapKb: 0 })
      expect(after.heapKb - before.heapKb).toBeLessThan(heapNoise)
      // A probe a second, the most that a kubelet asks, takes less than 5 % of the processor time that the application has.
      expect(costMs).toBeLessThan(50)
    },
    // The script says more than a test that is given up.
    patience + 10_000,
  )
})
