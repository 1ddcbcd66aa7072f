import { pingDedicated } from '../good-drivers.ts'
import type { Pool } from '../line-protocol/pool.ts'
import type { Driver } from '../open-driver.ts'

/** Creates a driver that calls `onError` instead of throwing the error of its check. */
export const replaceError =
  (onError: (error: Error, pool: Pool) => void): Driver =>
  (pool) =>
  async ({ signal }) => {
    try {
      await pingDedicated(pool.config, signal)
    } catch (error) {
      onError(error as Error, pool)
    }
  }
