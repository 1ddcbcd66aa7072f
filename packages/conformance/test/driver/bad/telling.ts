import { CheckError } from '@readyz/core'
import type { BadDrivers } from './bad.ts'
import { failing } from './failing.ts'

/** What is told of a failure, and to whom. */
export const telling: BadDrivers = {
  'keeps the cause to itself': {
    title: 'nobody listens',
    breaks: ['tells the log the cause'],
    driver: failing(() => {
      throw new CheckError('cannot connect.', { code: 'refused' })
    }),
  },

  'reads the message of an error that has none': {
    title: 'a name with two addresses, on neither of which anybody listens',
    breaks: ['says why', 'tells the log the cause'],
    driver: failing((error) => {
      throw new Error(error.message)
    }),
  },

  'publishes the message of the error': {
    title: 'nobody listens',
    breaks: ['publishes nothing private'],
    driver: failing((error) => {
      throw new CheckError(error.message, {
        code: 'refused',
        cause: new Error('it did not answer'),
      })
    }),
  },

  'publishes what the server says of its user': {
    title: 'the password is wrong',
    breaks: ['publishes nothing private'],
    driver: failing((error) => {
      throw new CheckError(error.message, {
        code: 'auth',
        cause: new Error('it did not let us in'),
      })
    }),
  },

  'publishes what the server says of its database': {
    title: 'requests are answered with an error',
    breaks: ['publishes nothing private'],
    driver: failing((error) => {
      throw new CheckError(error.message, { cause: new Error('it is ill') })
    }),
  },

  'logs the URL with the password': {
    title: 'the password is wrong',
    breaks: ['keeps the password out of the log'],
    driver: failing((error, { config: { user, password } }) => {
      throw new Error(`toy://${user}:${encodeURIComponent(password)}@server`, { cause: error })
    }),
  },

  'prints what goes wrong': {
    title: 'nobody listens',
    breaks: ['prints nothing'],
    driver: failing((error) => {
      console.error('health check failed', error)
      throw error
    }),
  },

  'prints past the console': {
    title: 'nobody listens',
    breaks: ['prints nothing'],
    driver: failing((error) => {
      process.stderr.write(`health check failed: ${error.message}\n`)
      throw error
    }),
  },
}
