import { expectPong, noop, pingDedicated } from '../good-drivers.ts'
import { type Client, createClient } from '../line-protocol/client.ts'
import { lookup } from '../line-protocol/lookup.ts'
import type { Driver } from '../open-driver.ts'
import type { BadDrivers } from './bad-driver.ts'
import { silentServer } from './titles.ts'

/** Creates a driver that races its request against a timer, and does not clear the timer. */
const raceWithTimer =
  (onTimer: (timer: NodeJS.Timeout) => unknown): Driver =>
  (pool) =>
  async (context) => {
    const timeout = new Promise<never>((_, reject) => {
      onTimer(setTimeout(() => reject(new Error('timeout')), context.timeout))
    })
    timeout.catch(noop)
    await Promise.race([pingDedicated(pool.config, context.signal), timeout])
  }

/** Bad drivers that leave connections, timers or listeners. */
export const leakingDrivers: BadDrivers = {
  'closes its connection gracefully instead of destroying it': {
    title: silentServer,
    breaks: ['closes every resource'],
    driver:
      ({ config }) =>
      async ({ signal }) => {
        const client = createClient({ ...config, lookup })
        client.on('error', noop)
        const timeout = new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
        const ping = client.connect().then(() => client.ping())
        try {
          expectPong(await Promise.race([ping, timeout]))
        } finally {
          client.end().catch(noop)
        }
      },
  },

  'leaves its connection open after an error of the server': {
    title: 'a check fails if the server reports an error and leaves the connection open',
    breaks: ['closes every resource'],
    driver:
      ({ config }) =>
      async ({ signal }) => {
        const client = createClient({ ...config, lookup })
        client.on('error', noop)
        signal.addEventListener('abort', () => client.stream.destroy())
        await client.connect()
        expectPong(await client.ping())
        client.stream.destroy()
      },
  },

  'keeps a dedicated connection open between checks': {
    title: 'every check of a healthy server passes',
    breaks: ['closes every resource'],
    driver: ({ config }) => {
      let kept: Client | undefined
      return async () => {
        if (!kept) {
          kept = createClient({ ...config, lookup })
          kept.on('error', noop)
          await kept.connect()
          // An unref'd socket does not keep the process running, but is still a leak.
          kept.stream.unref()
        }
        expectPong(await kept.ping())
      }
    },
  },

  'does not clear its timer': {
    title: 'failing checks leave no timer and no listener',
    breaks: ['clears every timer', 'closes every resource'],
    driver: raceWithTimer((timer) => timer),
  },

  "does not clear its unref'd timer": {
    title: 'failing checks leave no timer and no listener',
    breaks: ['clears every timer'],
    driver: raceWithTimer((timer) => timer.unref()),
  },

  "adds a listener to the application's pool in each check": {
    title: 'passing checks leave no timer and no listener',
    breaks: ['removes every listener'],
    driver: (pool) => async (context) => {
      pool.on('error', () => {})
      await pingDedicated(pool.config, context.signal)
    },
  },
}
