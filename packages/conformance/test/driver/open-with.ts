import type { Checker } from '@readyz/core'
import type { Open, Server } from '../../src/index.ts'
import { createPool, type Pool } from './toy/pool.ts'

/** What an author of a driver writes: how the application's pool is checked. */
export type Driver = (pool: Pool) => Checker['check']

const max = 2

/** A pool of the application, which hears its errors unless it is careless, and the driver over it. */
export const openWith =
  (driver: Driver, server: Partial<Server> = {}, options: { isCareless?: boolean } = {}): Open =>
  (address) => {
    const { user = '', password = '', database = '' } = server
    const pool = createPool({ ...address, user, password, database }, max)
    if (!options.isCareless) pool.on('error', () => {})
    const check = driver(pool)
    return {
      checker: { name: 'toy', failure: 'cannot connect to the toy.', check },
      application: {
        use: () => pool.ping(),
        pool: {
          max,
          async take() {
            const client = await pool.connect()
            return () => client.release()
          },
          busy: () => pool.total - pool.idle,
          waiting: () => pool.waiting,
        },
      },
      close: () => pool.end(),
    }
  }
