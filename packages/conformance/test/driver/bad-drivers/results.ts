import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { noop, pingDedicated } from '../good-drivers.ts'
import { createClient } from '../line-protocol/client.ts'
import { lookup } from '../line-protocol/lookup.ts'
import type { BadDrivers } from './bad-driver.ts'
import { replaceError } from './replace-error.ts'
import {
  errorResponses,
  exhaustedPool,
  hungResolver,
  refusedConnection,
  silentServer,
  stoppedServer,
} from './titles.ts'

/** Bad drivers that pass or fail when they must not. */
export const resultDrivers: BadDrivers = {
  'passes after the connect': {
    title: silentServer,
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

  'passes after the login': {
    title:
      'a check fails during the fault "no request is answered after the login", and passes after it',
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

  'passes on any response': {
    title: 'a check fails if the server sends bytes of an unknown protocol',
    breaks: ['fails'],
    driver:
      ({ config: { host, port } }) =>
      async ({ signal }) => {
        for await (const bytes of connect({ host, port, lookup, signal }))
          if (bytes.length > 0) return
        throw new Error('no response')
      },
  },

  'passes on an error response': {
    title: errorResponses,
    breaks: ['fails'],
    driver: replaceError((error) => {
      if (!('code' in error) || error.code !== 'FAILED') throw error
    }),
  },

  'catches the error and passes': {
    title: refusedConnection,
    breaks: ['fails'],
    driver: replaceError(noop),
  },

  'passes after half of its time limit without an error': {
    title: silentServer,
    breaks: ['fails'],
    driver: (pool) => async (context) => {
      const over = new AbortController()
      const ping = pingDedicated(pool.config, over.signal)
      ping.catch(noop)
      const halfTime = sleep(context.timeout / 2, undefined, { signal: over.signal }).catch(noop)
      await Promise.race([ping, halfTime]).finally(() => over.abort())
    },
  },

  'does not return the promise of its request': {
    title: refusedConnection,
    breaks: ['fails'],
    driver: (pool) => (context) => void pingDedicated(pool.config, context.signal).catch(noop),
  },

  'caches the first result': {
    title: stoppedServer,
    breaks: ['fails'],
    driver: (pool) => {
      let cached: Promise<void> | undefined
      return ({ signal }) => {
        cached ??= pingDedicated(pool.config, signal)
        return cached
      }
    },
  },

  'fails without a request for 5 s after a failure': {
    title: stoppedServer,
    breaks: ['passes on the first check after the fault'],
    driver: (pool) => {
      let until = 0
      return async ({ signal }) => {
        if (performance.now() < until)
          throw Object.assign(new Error('the last check failed'), { code: 'ECONNREFUSED' })
        await pingDedicated(pool.config, signal).catch((error: unknown) => {
          until = performance.now() + 5000
          throw error
        })
      }
    },
  },

  'uses one client that does not reconnect': {
    title: 'a check passes after idle connections were reset between checks',
    breaks: ['passes on the first check after the fault'],
    driver: ({ config }) => {
      const client = createClient(config)
      client.on('error', noop)
      // Opened before the first check, so it is not a leak of a check.
      const connecting = client.connect().then(() => client.stream.unref())
      connecting.catch(noop)
      return async () => {
        await connecting
        await client.ping()
      }
    },
  },

  'passes while another check runs': {
    title: hungResolver,
    breaks: ['fails'],
    driver: (pool) => {
      let isRunning = false
      return async ({ signal }) => {
        if (isRunning) return
        isRunning = true
        await pingDedicated(pool.config, signal).finally(() => {
          isRunning = false
        })
      }
    },
  },

  'fails while another check runs': {
    title: 'two simultaneous checks pass',
    breaks: ['passes'],
    driver: (pool) => {
      let isRunning = false
      return async ({ signal }) => {
        if (isRunning) throw new Error('another check is running')
        isRunning = true
        await pingDedicated(pool.config, signal).finally(() => {
          isRunning = false
        })
      }
    },
  },

  'reads a part of the response as the complete response': {
    title: 'a check passes if the server responds one byte at a time',
    breaks: ['passes'],
    driver:
      ({ config: { host, port } }) =>
      async ({ signal }) => {
        for await (const bytes of connect({ host, port, lookup, signal })) {
          if (`${bytes}` !== 'HELLO\n') throw new Error(`expected HELLO, got ${bytes}`)
          return
        }
      },
  },

  'fails if the pool is exhausted': {
    title: exhaustedPool,
    breaks: ['passes'],
    driver: (pool) => async (context) => {
      if (pool.idle === 0) throw new Error('the pool is exhausted')
      await pingDedicated(pool.config, context.signal)
    },
  },

  'reports a timeout without an error code': {
    title: silentServer,
    breaks: ['reports the reason'],
    driver: (pool) => async (context) => {
      const over = AbortSignal.timeout(context.timeout / 2)
      await pingDedicated(pool.config, over).catch(() => {
        throw new Error('timed out')
      })
    },
  },
}
