import { expressProbes, type Probes } from '@readyz/express'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Pool } from 'pg'
import { databaseSession } from './session.ts'

export { timeoutSeconds } from './probes.ts'

/** The whole application; `secret` signs the cookie of the session. */
export function createApp(pool: Pool, probes: Probes, secret: string): Express {
  // Without a listener the loss of an idle connection ends the process.
  pool.on('error', (error) => console.error(`lost a connection: ${error.message}`))

  const app = express()
  // First: what stands above the probes can fail before they are answered, and the session below does.
  app.use(expressProbes(probes))
  app.use(databaseSession(pool, secret))

  // Express 5 hands a rejection to the error handler.
  app.get('/', async (req, res) => {
    const { rows } = await pool.query<{ version: string; time: Date }>(
      "SELECT current_setting('server_version') AS version, now() AS time",
    )
    const visits = (req.session.visits ?? 0) + 1
    req.session.visits = visits
    const lines = rows.map(
      ({ version, time }) => `PostgreSQL ${version} says that it is ${time.toISOString()}.`,
    )
    res.type('text').send([...lines, `You have been here ${times(visits)}.`, ''].join('\n'))
  })

  app.use(answerError)
  return app
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

// Express knows an error handler by its four parameters.
const answerError: ErrorRequestHandler = (error, _req, res, next) => {
  console.error(`no page: ${error instanceof Error ? error.message : String(error)}`)
  if (res.headersSent) next(error)
  else res.status(500).type('text').send('The page cannot be shown now. Please try again later.\n')
}
