import type { Pool } from './driver-under-test.ts'

/** Takes so many connections of a pool, if there is one; gives them back when called. */
export async function takeFrom(pool: Pool | undefined, count = 0): Promise<() => Promise<void>> {
  const taken: (() => unknown)[] = []
  if (pool) {
    // At once, as an application does: a pool dials for each.
    taken.push(...(await Promise.all(Array.from({ length: count }, () => pool.take()))))
  }
  return async () => {
    for (const giveBack of taken) await giveBack()
  }
}
