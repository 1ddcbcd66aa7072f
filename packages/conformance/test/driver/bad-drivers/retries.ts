import { connect } from 'node:net'
import { pingDedicated } from '../good-drivers.ts'
import type { BadDrivers } from './bad-driver.ts'
import { hungResolver, twoAddresses } from './titles.ts'

/** Bad drivers that open too many connections or run too many lookups. */
export const retryingDrivers: BadDrivers = {
  'retries twice after a failure': {
    title: 'a check fails if the server closes the connection at once',
    breaks: ['does not retry'],
    driver: (pool) => async (context) => {
      const attempt = () => pingDedicated(pool.config, context.signal)
      await attempt().catch(attempt).catch(attempt)
    },
  },

  'connects to several addresses simultaneously': {
    title: twoAddresses,
    breaks: ['does not retry'],
    driver:
      ({ config }) =>
      async (context) => {
        const hosts = ['127.0.0.1', '127.0.0.2', '::1']
        await Promise.any(hosts.map((host) => pingDedicated({ ...config, host }, context.signal)))
      },
  },

  'starts a lookup in each check': {
    title: hungResolver,
    breaks: ['runs one lookup of a name at a time'],
    driver:
      ({ config: { host, port } }) =>
      async ({ signal }) => {
        for await (const bytes of connect({ host, port, signal })) if (bytes.length > 0) return
      },
  },
}
