import { createProbes, koaProbes } from '@readyz/koa'
import { mysql2Checker } from '@readyz/mysql2'
import { stopGracefully } from '@readyz/node'
import Koa from 'koa'
import { createPool, type RowDataPacket } from 'mysql2/promise'

const { DATABASE_URL, PORT = '8000' } = process.env
if (!DATABASE_URL) {
  throw new Error('DATABASE_URL is not set, such as mysql://user:password@host/db')
}

// For the pages: a database that drops packets costs a visitor three seconds, not for ever.
const pool = createPool({ uri: DATABASE_URL, connectTimeout: 3000 })
// As in k8s.yaml.
const probes = createProbes({ readiness: [mysql2Checker(pool)], timeoutSeconds: 5 })
const drainSeconds = 18
const stopSeconds = 10

const app = new Koa()
// First: what stands above the probes can fail before they are answered.
app.use(koaProbes(probes))
app.use(async (ctx) => {
  const [rows] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS version, NOW() AS time')
  ctx.body = rows.map(({ version, time }) => `${version} says that it is ${time}.\n`).join('')
})
app.on('error', (error: Error) => console.error(`no page: ${error.message}`))

const server = app.listen(Number(PORT), () => console.log(`listening on http://localhost:${PORT}`))

// Readiness fails at once, and requests are served until the Service has noticed.
stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds: stopSeconds,
  // A database that hangs keeps the pool from ending, for ever.
  beforeExit: [{ name: 'pool', run: () => pool.end(), timeoutSeconds: 3 }],
})
