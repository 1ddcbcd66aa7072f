import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { askOwn, noop } from '../good-drivers.ts'
import { createClient } from '../toy/client.ts'
import { lookup } from '../toy/lookup.ts'
import type { BadDrivers } from './bad-driver.ts'
import { failing } from './failing.ts'

const silent = 'the server accepts and stays silent'
const down = 'the server goes down while no check runs, and comes back'

/** What is taken for health, and what for a failure. */
export const verdicts: BadDrivers = {
  'takes a connect for an answer': {
    title: silent,
    breaks: ['fails'],
    driver:
      ({ config: { host, port } }) =>
      ({ signal }) =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({ host, port, lookup, signal }, () => {
            socket.destroy()
            resolve()
          })
          socket.on('error', reject)
        }),
  },

  'takes a login for an answer': {
    title: 'clients are let in, and no request is answered',
    breaks: ['fails'],
    driver:
      ({ config }) =>
      async ({ signal }) => {
        const client = createClient(config)
        client.on('error', noop)
        signal.addEventListener('abort', () => client.stream.destroy())
        await client.connect()
        client.stream.destroy()
      },
  },

  'takes any answer for a good one': {
    title: 'the server sends bytes of no protocol',
    breaks: ['fails'],
    driver:
      ({ config: { host, port } }) =>
      async ({ signal }) => {
        for await (const bytes of connect({ host, port, lookup, signal }))
          if (bytes.length > 0) return
        throw new Error('no answer')
      },
  },

  'takes an error for an answer': {
    title: 'requests are answered with an error',
    breaks: ['fails'],
    driver: failing((error) => {
      if (!('code' in error) || error.code !== 'ILL') throw error
    }),
  },

  'swallows the error': {
    title: 'the connection is refused',
    breaks: ['fails'],
    driver: failing(noop),
  },

  'takes no complaint for health: a callback that is never called': {
    title: silent,
    breaks: ['fails'],
    driver: (pool) => async (context) => {
      const over = new AbortController()
      const asking = askOwn(pool.config, over.signal)
      asking.catch(noop)
      const quiet = sleep(context.timeout / 2, undefined, { signal: over.signal }).catch(noop)
      await Promise.race([asking, quiet]).finally(() => over.abort())
    },
  },

  'answers at once with nothing': {
    title: 'the connection is refused',
    breaks: ['fails'],
    driver: (pool) => (context) => void askOwn(pool.config, context.signal).catch(noop),
  },

  'remembers a good answer': {
    title: down,
    breaks: ['fails'],
    driver: (pool) => {
      let known: Promise<void> | undefined
      return ({ signal }) => {
        known ??= askOwn(pool.config, signal)
        return known
      }
    },
  },

  'backs off after a failure': {
    title: down,
    breaks: ['passes on the first check after the fault'],
    driver: (pool) => {
      let until = 0
      return async ({ signal }) => {
        if (performance.now() < until)
          throw Object.assign(new Error('it was down'), { code: 'ECONNREFUSED' })
        await askOwn(pool.config, signal).catch((error: unknown) => {
          until = performance.now() + 5000
          throw error
        })
      }
    },
  },

  'asks the one client that it made at first, which does not come back': {
    title: 'idle connections are reset while no check runs',
    breaks: ['passes on the first check after the fault'],
    driver: ({ config }) => {
      const client = createClient(config)
      client.on('error', noop)
      // Made with the checker, so no check has left it.
      const connecting = client.connect().then(() => client.stream.unref())
      connecting.catch(noop)
      return async () => {
        await connecting
        await client.ping()
      }
    },
  },

  'passes while another check runs': {
    title: 'a hung resolver gets one lookup at a time',
    breaks: ['fails'],
    driver: (pool) => {
      let isRunning = false
      return async ({ signal }) => {
        if (isRunning) return
        isRunning = true
        await askOwn(pool.config, signal).finally(() => {
          isRunning = false
        })
      }
    },
  },

  'fails while another check runs': {
    title: 'two checks at once pass',
    breaks: ['passes'],
    driver: (pool) => {
      let isRunning = false
      return async ({ signal }) => {
        if (isRunning) throw new Error('busy')
        isRunning = true
        await askOwn(pool.config, signal).finally(() => {
          isRunning = false
        })
      }
    },
  },

  'takes a piece for the whole answer': {
    title: 'a server that answers one byte at a time passes',
    breaks: ['passes'],
    driver:
      ({ config: { host, port } }) =>
      async ({ signal }) => {
        for await (const bytes of connect({ host, port, lookup, signal })) {
          if (`${bytes}` !== 'HELLO\n') throw new Error(`not HELLO: ${bytes}`)
          return
        }
      },
  },

  'calls a pool that is busy broken': {
    title: 'a server passes while every pool connection is in use, without a wait in the queue',
    breaks: ['passes'],
    driver: (pool) => async (context) => {
      if (pool.idle === 0) throw new Error('the pool is exhausted')
      await askOwn(pool.config, context.signal)
    },
  },

  'says that it was late in words only': {
    title: silent,
    breaks: ['reports the reason'],
    driver: (pool) => async (context) => {
      const over = AbortSignal.timeout(context.timeout / 2)
      await askOwn(pool.config, over).catch(() => {
        throw new Error('timed out')
      })
    },
  },
}
