import { CheckError } from '@readyz/core'
import type { BadDrivers } from './bad-driver.ts'
import { replaceError } from './replace-error.ts'
import { errorResponses, refusedConnection, twoAddresses, wrongPassword } from './titles.ts'

/** Bad drivers whose messages or causes are wrong, missing or private. */
export const messageDrivers: BadDrivers = {
  'throws an error without the cause': {
    title: refusedConnection,
    breaks: ['logs the cause'],
    driver: replaceError(() => {
      throw new CheckError('cannot connect.', { code: 'refused' })
    }),
  },

  'copies the empty message of an AggregateError': {
    title: twoAddresses,
    breaks: ['reports the reason', 'logs the cause'],
    driver: replaceError((error) => {
      throw new Error(error.message)
    }),
  },

  'publishes the message of a socket error': {
    title: refusedConnection,
    breaks: ['publishes no private data'],
    driver: replaceError((error) => {
      throw new CheckError(error.message, {
        code: 'refused',
        cause: new Error('the server did not respond'),
      })
    }),
  },

  "publishes the server's message about its user": {
    title: wrongPassword,
    breaks: ['publishes no private data'],
    driver: replaceError((error) => {
      throw new CheckError(error.message, {
        code: 'auth',
        cause: new Error('the server rejected the login'),
      })
    }),
  },

  "publishes the server's message about its database": {
    title: errorResponses,
    breaks: ['publishes no private data'],
    driver: replaceError((error) => {
      throw new CheckError(error.message, { cause: new Error('the server returned an error') })
    }),
  },

  'logs a URL that contains the password': {
    title: wrongPassword,
    breaks: ['logs no password'],
    driver: replaceError((error, { config: { user, password } }) => {
      throw new Error(`line://${user}:${encodeURIComponent(password)}@server`, { cause: error })
    }),
  },

  'prints errors to the console': {
    title: refusedConnection,
    breaks: ['prints nothing'],
    driver: replaceError((error) => {
      console.error('health check failed', error)
      throw error
    }),
  },

  'prints errors to stderr': {
    title: refusedConnection,
    breaks: ['prints nothing'],
    driver: replaceError((error) => {
      process.stderr.write(`health check failed: ${error.message}\n`)
      throw error
    }),
  },
}
