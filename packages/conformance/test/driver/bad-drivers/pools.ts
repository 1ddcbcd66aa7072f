import { askOwn, expectPong, noop } from '../good-drivers.ts'
import type { Pool } from '../toy/pool.ts'
import type { BadDrivers } from './bad-driver.ts'

type Context = { readonly signal: AbortSignal; readonly timeout: number }

/** Rejects when the time is over. What goes on is left to itself. */
function race<T>(work: Promise<T>, time: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
    }, time)
  })
  work.catch(noop)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** A connection of the pool if one is idle, treated badly if it does not answer; then one of its own. */
const borrowing =
  (spoil: (client: Awaited<ReturnType<Pool['connect']>>) => void) =>
  (pool: Pool) =>
  async ({ signal, timeout }: Context) => {
    if (pool.idle > 0) {
      const client = await pool.connect()
      try {
        expectPong(await race(client.ping(), timeout / 2))
        client.release()
        return
      } catch {
        spoil(client)
      }
    }
    await askOwn(pool.config, signal)
  }

/** What becomes of the application and its pool. */
export const pools: BadDrivers = {
  'races the pool against a timer, and forgets who comes late': {
    title: 'the server is frozen before the connect',
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
    title: 'a server passes while every pool connection is in use, without a wait in the queue',
    breaks: ['passes', 'does not queue in the pool'],
    driver: (pool) => async (context) => {
      await race(pool.ping(), context.timeout * 0.8)
    },
  },

  'gives back a connection that does not answer': {
    title: 'the only idle connection is dead, and the next pool connection works',
    breaks: ['releases no dead connection'],
    driver: borrowing((client) => client.release()),
  },

  'throws a connection away, but not its socket': {
    title: 'a caller waits for a connection while a check discards a dead one',
    breaks: ['serves callers that wait for a discarded connection'],
    driver: borrowing((client) => client.release(true)),
  },

  'keeps what it borrowed when it does not answer': {
    title: 'the server is frozen while no check runs',
    breaks: ['releases every pool connection'],
    driver: borrowing(noop),
  },

  "closes the application's pool": {
    title: 'two checks at once pass',
    breaks: ['keeps the application working'],
    driver: (pool) => async (context) => {
      await askOwn(pool.config, context.signal)
      pool.end()
    },
  },

  'lets the loss of a connection that it keeps warm end the process': {
    title: 'idle connections are closed while no check runs',
    breaks: ['does not end the process'],
    isCareless: true,
    driver: borrowing((client) => {
      client.release(true)
      client.stream.destroy()
    }),
  },
}
