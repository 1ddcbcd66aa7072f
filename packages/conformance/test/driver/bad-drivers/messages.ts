import { writeSync } from 'node:fs'
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

  'logs the password in base64, as a header has it': {
    title: wrongPassword,
    breaks: ['logs no password'],
    driver: replaceError((error, { config: { user, password } }) => {
      const credentials = Buffer.from(`${user}:${password}`).toString('base64')
      throw new Error(`rejected Basic ${credentials}`, { cause: error })
    }),
  },

  'logs a cause without content': {
    title: refusedConnection,
    breaks: ['logs the cause'],
    driver: replaceError(() => {
      throw new CheckError('cannot connect.', { code: 'refused', cause: '[object Object]' })
    }),
  },

  'publishes a stack trace': {
    title: refusedConnection,
    breaks: ['publishes no private data'],
    driver: replaceError((error) => {
      const stack = 'cannot connect.\n    at connect (driver.js:1:2)'
      throw Object.assign(new CheckError('a', { code: 'refused', cause: error }), {
        message: stack,
      })
    }),
  },

  'prints errors synchronously': {
    title: refusedConnection,
    breaks: ['prints nothing'],
    driver: replaceError((error) => {
      writeSync(2, `health check failed: ${error.message}\n`)
      throw error
    }),
  },

  'emits a warning for each error': {
    title: refusedConnection,
    breaks: ['prints nothing'],
    driver: replaceError((error) => {
      process.emitWarning('health check failed')
      throw error
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
