import type { Checker } from '@readyz/core'
import type { Open, Server } from '../../src/index.ts'
import { createPool, type Pool } from './line-protocol/pool.ts'

/** Returns the check of an application's pool, as a driver does. */
export type Driver = (pool: Pool) => Checker['check']

const max = 2

/**
 * Opens an application with a pool, and the driver for the pool. Unless `ignoresPoolErrors` is set,
 * the application listens to the pool's event 'error'.
 */
export const openDriver =
  (
    driver: Driver,
    server: Partial<Server> = {},
    options: { readonly ignoresPoolErrors?: boolean } = {},
  ): Open =>
  (address) => {
    const { user = '', password = '', database = '' } = server
    const pool = createPool({ ...address, user, password, database }, max)
    if (!options.ignoresPoolErrors) pool.on('error', () => {})
    const check = driver(pool)
    return {
      checker: { name: 'db', failure: 'cannot connect to the test server.', check },
      application: {
        use: () => pool.ping(),
        pool: {
          max,
          async acquire() {
            const client = await pool.connect()
            return () => client.release()
          },
          inUse: () => pool.total - pool.idle,
          waiting: () => pool.waiting,
        },
      },
      close: () => pool.end(),
    }
  }
