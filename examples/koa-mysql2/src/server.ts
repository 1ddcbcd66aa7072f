import { createProbes, koaProbes } from '@readyz/koa'
import { mysql2Checker } from '@readyz/mysql2'
import { stopGracefully } from '@readyz/node'
import Koa from 'koa'
import { createPool, type RowDataPacket } from 'mysql2/promise'

const { DATABASE_URL, PORT = '8000' } = process.env
if (!DATABASE_URL) {
  throw new Error('DATABASE_URL is not set. Set it to a URL such as mysql://user:password@host/db')
}

// A time limit for the page, in case the database drops packets.
const pool = createPool({ uri: DATABASE_URL, connectTimeout: 3000 })
// The same timeoutSeconds as in k8s.yaml.
const probes = createProbes({ readiness: [mysql2Checker(pool)], timeoutSeconds: 5 })
const drainSeconds = 18
const stopSeconds = 10

const app = new Koa()
// The probes come first, because middleware before them can fail.
app.use(koaProbes(probes))
app.use(async (ctx) => {
  const [rows] = await pool.query<RowDataPacket[]>('SELECT VERSION() AS version, NOW() AS time')
  ctx.body = rows.map(({ version, time }) => `${version}, current time ${time}.\n`).join('')
})
app.on('error', (error: Error) => console.error(`request failed: ${error.message}`))

const server = app.listen(Number(PORT), () => console.log(`listening on http://localhost:${PORT}`))

// After SIGTERM readiness fails at once, and requests are served for drainSeconds.
stopGracefully(server, probes, {
  drainSeconds,
  timeoutSeconds: stopSeconds,
  // With a time limit, because pool.end() does not resolve while the database hangs.
  beforeExit: [{ name: 'pool', run: () => pool.end(), timeoutSeconds: 3 }],
})
