import type { CheckContext } from '@readyz/core'
import { expectPong, noop, pingDedicated } from '../good-drivers.ts'
import type { Pool } from '../line-protocol/pool.ts'
import type { Driver } from '../open-driver.ts'
import type { BadDrivers } from './bad-driver.ts'
import { exhaustedPool } from './titles.ts'

/** Rejects after `time` milliseconds, and abandons the promise. */
function race<T>(promise: Promise<T>, time: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('no response'), { code: 'ETIMEDOUT' }))
    }, time)
  })
  promise.catch(noop)
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}

/**
 * Creates a driver that uses an idle pool connection. If the connection fails, calls `onFailure`
 * with it and uses a dedicated connection.
 */
const usesIdleConnection =
  (onFailure: (client: Awaited<ReturnType<Pool['connect']>>) => void): Driver =>
  (pool) =>
  async ({ signal, timeout }: CheckContext) => {
    if (pool.idle > 0) {
      const client = await pool.connect()
      try {
        expectPong(await race(client.ping(), timeout / 2))
        client.release()
        return
      } catch {
        onFailure(client)
      }
    }
    await pingDedicated(pool.config, signal)
  }

/** Bad drivers that affect the application or its pool. */
export const poolDrivers: BadDrivers = {
  'does not release a pool connection that it acquires after its time limit': {
    title:
      'a check fails with "timeout" if the server is frozen before the connect, and passes after the fault',
    breaks: [
      'closes every resource',
      'passes on the first check after the fault',
      'keeps the application working',
      'releases every pool connection',
    ],
    driver: (pool) => async (context) => {
      const client = await race(pool.connect(), context.timeout * 0.8)
      expectPong(await client.ping())
      client.release()
    },
  },

  'waits in the queue of the pool': {
    title: exhaustedPool,
    breaks: ['passes', 'does not queue in the pool'],
    driver: (pool) => async (context) => {
      await race(pool.ping(), context.timeout * 0.8)
    },
  },

  'releases a pool connection that does not respond': {
    title: 'a check that acquires a dead pool connection does not release it to the application',
    breaks: ['releases no dead connection'],
    driver: usesIdleConnection((client) => client.release()),
  },

  'discards a pool connection without destroying its socket': {
    title:
      'a caller that waits in the pool is served after a check has discarded a dead connection',
    breaks: ['serves callers that wait for a discarded connection'],
    driver: usesIdleConnection((client) => client.release(true)),
  },

  'does not release a pool connection that does not respond': {
    title:
      'a check fails with "timeout" if the server is frozen between checks, and passes after the fault',
    breaks: ['releases every pool connection'],
    driver: usesIdleConnection(noop),
  },

  "closes the application's pool": {
    title: 'two simultaneous checks pass',
    breaks: ['keeps the application working'],
    driver: (pool) => async (context) => {
      await pingDedicated(pool.config, context.signal)
      pool.end()
    },
  },

  'adds no error listener to a pool without one': {
    title: 'a check passes after the server closed idle connections between checks',
    breaks: ['does not end the process'],
    ignoresPoolErrors: true,
    driver: usesIdleConnection((client) => {
      client.release(true)
      client.stream.destroy()
    }),
  },
}
