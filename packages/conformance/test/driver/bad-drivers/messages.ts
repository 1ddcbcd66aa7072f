import { CheckError } from '@readyz/core'
import type { BadDrivers } from './bad-driver.ts'
import { failing } from './failing.ts'

/** Bad drivers whose messages or causes are wrong, missing or private. */
export const telling: BadDrivers = {
  'keeps the cause to itself': {
    title: 'the connection is refused',
    breaks: ['logs the cause'],
    driver: failing(() => {
      throw new CheckError('cannot connect.', { code: 'refused' })
    }),
  },

  'reads the message of an error that has none': {
    title: 'a host name with two addresses that both refuse connections',
    breaks: ['reports the reason', 'logs the cause'],
    driver: failing((error) => {
      throw new Error(error.message)
    }),
  },

  'publishes the message of the error': {
    title: 'the connection is refused',
    breaks: ['publishes no private data'],
    driver: failing((error) => {
      throw new CheckError(error.message, {
        code: 'refused',
        cause: new Error('it did not answer'),
      })
    }),
  },

  'publishes what the server says of its user': {
    title: 'the password is wrong',
    breaks: ['publishes no private data'],
    driver: failing((error) => {
      throw new CheckError(error.message, {
        code: 'auth',
        cause: new Error('it did not let us in'),
      })
    }),
  },

  'publishes what the server says of its database': {
    title: 'requests are answered with an error',
    breaks: ['publishes no private data'],
    driver: failing((error) => {
      throw new CheckError(error.message, { cause: new Error('it is ill') })
    }),
  },

  'logs the URL with the password': {
    title: 'the password is wrong',
    breaks: ['logs no password'],
    driver: failing((error, { config: { user, password } }) => {
      throw new Error(`toy://${user}:${encodeURIComponent(password)}@server`, { cause: error })
    }),
  },

  'prints what goes wrong': {
    title: 'the connection is refused',
    breaks: ['prints nothing'],
    driver: failing((error) => {
      console.error('health check failed', error)
      throw error
    }),
  },

  'prints past the console': {
    title: 'the connection is refused',
    breaks: ['prints nothing'],
    driver: failing((error) => {
      process.stderr.write(`health check failed: ${error.message}\n`)
      throw error
    }),
  },
}
