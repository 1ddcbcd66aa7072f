import { describe, expect, test } from 'vitest'
import { budget } from '../src/soak.ts'
import { patience, soakDriver } from '../src/soaks.ts'
import { drivers } from '../src/subjects.ts'

/** Kilobytes that a heap may differ by from one look to the next. */
const heapNoise = 1024
/** Milliseconds that a loop may be late on a busy machine. */
const lateness = 200

describe.concurrent('a soak', () => {
  test.each(drivers)(
    'of %s finds no wrong verdict, nothing late, nothing left, and no time taken from the application',
    async (driver) => {
      const { wrong, slowestMs, frozen, worked, before, after, costMs } = await soakDriver(driver)
      expect(wrong).toEqual([])
      expect(frozen).toBeGreaterThan(0)
      expect(worked).toBeGreaterThan(0)
      expect(slowestMs).toBeLessThan(budget + lateness)
      expect({ ...after, heapKb: 0 }).toEqual({ ...before, heapKb: 0 })
      expect(after.heapKb - before.heapKb).toBeLessThan(heapNoise)
      // A probe a second, the most that a kubelet asks, takes less than 5 % of what the application can do.
      expect(costMs).toBeLessThan(50)
    },
    patience,
  )
})
