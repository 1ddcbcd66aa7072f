import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Pool } from 'pg'
import { createApp } from './app.ts'

// Several processes need one secret in common, or none of them knows the sessions of the others.
const { DATABASE_URL, HOST, PORT = '8000', SESSION_SECRET = randomUUID() } = process.env
if (!DATABASE_URL)
  throw new Error('DATABASE_URL is not set, such as postgres://user:password@host/db')

const pool = new Pool({
  connectionString: DATABASE_URL,
  // For the pages: a database that drops packets or hangs costs a visitor seconds, not for ever.
  connectionTimeoutMillis: 3000,
  query_timeout: 10_000,
})

const server = createServer(createApp(pool, SESSION_SECRET))
server.listen({ port: Number(PORT), host: HOST }, () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : PORT
  console.log(`listening on http://${HOST ?? 'localhost'}:${port}`)
})

// The first process of a container does not end by a signal that it does not handle.
process.once('SIGTERM', () => {
  server.close(() => void pool.end())
})
