import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { stopGracefully } from '@readyz/node'
import { Pool } from 'pg'
import { createApp } from './app.ts'
import { createAppProbes, drainSeconds, stopSeconds } from './probes.ts'

// Several processes need one secret in common, or none of them knows the sessions of the others.
const { DATABASE_URL, HOST, PORT = '8000', SESSION_SECRET = randomUUID() } = process.env
if (!DATABASE_URL) {
  throw new Error('DATABASE_URL is not set, such as postgres://user:password@host/db')
}

const pool = new Pool({
  connectionString: DATABASE_URL,
  // For the pages: a database that drops packets or hangs costs a visitor seconds, not for ever.
  connectionTimeoutMillis: 3000,
  query_timeout: 10_000,
})

const probes = createAppProbes(pool)
const server = createServer(createApp(pool, probes, SESSION_SECRET))

// Readiness fails at once, and requests are served until the Service has noticed.
stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds: stopSeconds,
  // A database that hangs keeps the pool from ending, for ever.
  beforeExit: [{ name: 'pool', run: () => pool.end(), timeoutSeconds: 3 }],
})

server.listen({ port: Number(PORT), host: HOST }, () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : PORT
  console.log(`listening on http://${HOST ?? 'localhost'}:${port}`)
})
