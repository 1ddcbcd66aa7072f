import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { stopGracefully } from '@readyz/node'
import { Pool } from 'pg'
import { createApp } from './app.ts'
import { createAppProbes, drainSeconds, stopSeconds } from './probes.ts'

// Several processes must share one secret. A process rejects session cookies that were signed with
// another secret.
const { DATABASE_URL, HOST, PORT = '8000', SESSION_SECRET = randomUUID() } = process.env
if (!DATABASE_URL) {
  throw new Error(
    'DATABASE_URL is not set. Set it to a URL such as postgres://user:password@host/db',
  )
}

const pool = new Pool({
  connectionString: DATABASE_URL,
  // Time limits for the pages, in case the database drops packets or hangs.
  connectionTimeoutMillis: 3000,
  query_timeout: 10_000,
})

const probes = createAppProbes(pool)
const server = createServer(createApp(pool, probes, SESSION_SECRET))

// After SIGTERM readiness fails at once, and requests are served for drainSeconds.
stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds: stopSeconds,
  // With a time limit, because pool.end() does not resolve while the database hangs.
  beforeExit: [{ name: 'pool', run: () => pool.end(), timeoutSeconds: 3 }],
})

server.listen({ port: Number(PORT), host: HOST }, () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : PORT
  console.log(`listening on http://${HOST ?? 'localhost'}:${port}`)
})
