import { askOwn } from '../good-drivers.ts'
import type { Pool } from '../toy/pool.ts'

/** Asks as it should, and says something else of what went wrong. */
export const failing =
  (tell: (error: Error, pool: Pool) => void) =>
  (pool: Pool) =>
  async ({ signal }: { readonly signal: AbortSignal }) => {
    try {
      await askOwn(pool.config, signal)
    } catch (error) {
      tell(error as Error, pool)
    }
  }
