import { connect } from 'node:net'
import { pingDedicated } from '../good-drivers.ts'
import { lookup } from '../line-protocol/lookup.ts'
import type { BadDrivers } from './bad-driver.ts'
import { refusedConnection } from './titles.ts'

/** Bad drivers whose errors end the process. */
export const crashingDrivers: BadDrivers = {
  'adds no error listener to its socket': {
    title: refusedConnection,
    breaks: ['does not end the process'],
    driver:
      ({ config: { host, port } }) =>
      ({ signal }) =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({ host, port, lookup })
          signal.addEventListener('abort', () => socket.destroy())
          socket.once('data', () => {
            socket.destroy()
            resolve()
          })
          socket.once('close', () => {
            reject(Object.assign(new Error('closed'), { code: 'ECONNREFUSED' }))
          })
        }),
  },

  'does not handle the rejection of a promise': {
    title: refusedConnection,
    breaks: ['does not end the process'],
    driver: (pool) => async (context) => {
      const ping = pingDedicated(pool.config, context.signal)
      void ping.then(() => 'passed')
      await ping
    },
  },
}
