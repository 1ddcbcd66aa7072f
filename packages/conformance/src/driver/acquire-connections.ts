import type { Pool } from './driver-under-test.ts'

/**
 * Acquires `count` connections of the pool, if there is a pool. Returns a function that releases
 * them.
 */
export async function acquireConnections(
  pool: Pool | undefined,
  count = 0,
): Promise<() => Promise<void>> {
  const releases: (() => unknown)[] = []
  if (pool) {
    // Simultaneously, as an application does, so that the pool opens a connection for each.
    releases.push(...(await Promise.all(Array.from({ length: count }, () => pool.acquire()))))
  }
  return async () => {
    for (const release of releases) await release()
  }
}
