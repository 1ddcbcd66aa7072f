import { expressProbes, type Probes } from '@readyz/express'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Pool } from 'pg'
import { databaseSession } from './session.ts'

export { timeoutSeconds } from './probes.ts'

/** Creates the application. `secret` signs the session cookie. */
export function createApp(pool: Pool, probes: Probes, secret: string): Express {
  // Without a listener, the loss of an idle connection crashes the process.
  pool.on('error', (error) => console.error(`lost a connection: ${error.message}`))

  const app = express()
  // The probes come first, because middleware before them can fail. The session fails if the
  // database is down.
  app.use(expressProbes(probes))
  app.use(databaseSession(pool, secret))

  // Express 5 passes a rejection to the error handler.
  app.get('/', async (req, res) => {
    const { rows } = await pool.query<{ version: string; time: Date }>(
      "SELECT current_setting('server_version') AS version, now() AS time",
    )
    const visits = (req.session.visits ?? 0) + 1
    req.session.visits = visits
    const lines = rows.map(
      ({ version, time }) => `PostgreSQL ${version}, current time ${time.toISOString()}.`,
    )
    res.type('text').send([...lines, `You have been here ${times(visits)}.`, ''].join('\n'))
  })

  app.use(answerError)
  return app
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

// Express recognizes an error handler by its four parameters.
const answerError: ErrorRequestHandler = (error, _req, res, next) => {
  console.error(`request failed: ${error instanceof Error ? error.message : String(error)}`)
  if (res.headersSent) next(error)
  else res.status(500).type('text').send('The page cannot be shown now. Please try again later.\n')
}
