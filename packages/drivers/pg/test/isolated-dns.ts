import { lookup } from 'node:dns/promises'
import { createProbes } from '@readyz/core'
import { startDns, startPostgres } from '@readyz/servers'
import pg from 'pg'
import { pgChecker } from '../src/index.ts'

// Runs in a network of its own, whose only name server is this one.
const dns = await startDns()
const db = await startPostgres()
const { port, user, password, database } = db
const pool = new pg.Pool({ host: 'db.example', port, user, password, database })
pool.on('error', () => {})
const client = new pg.Client({ host: 'db.example', port, user, password, database })
client.on('error', () => {})
const probes = createProbes({
  readiness: [pgChecker(pool), pgChecker(client, { name: 'client' })],
  timeoutSeconds: 0.5,
  maxAge: 0,
  onTransition: () => {},
})
const nextTurn = () => new Promise(setImmediate)

/** What a probe says of the pool, and of the client. */
async function ask(): Promise<string> {
  const { checks } = await probes.readiness()
  await nextTurn()
  await nextTurn()
  return checks.map(({ reason, status }) => reason ?? status).join(' ')
}

async function suffer(mode: 'nxdomain' | 'servfail' | 'silent') {
  dns.mode = mode
  const during = [await ask(), await ask()]
  const { address } = await lookup('localhost', { family: 4 })
  dns.mode = 'answer'
  // The resolver of the system cannot be hurried: a question that was lost is asked again when its time is over.
  if (mode === 'silent') await lookup('db.example')
  const after = await ask()
  const rows = await pool.query('SELECT 1')
  const { totalCount, idleCount, waitingCount } = pool
  await Promise.all(
    Array.from({ length: totalCount }, async () => (await pool.connect()).release(true)),
  )
  return {
    during,
    localhost: address,
    after,
    rows: rows.rowCount,
    totalCount,
    idleCount,
    waitingCount,
  }
}

const found = {
  nxdomain: await suffer('nxdomain'),
  servfail: await suffer('servfail'),
  silent: await suffer('silent'),
}
await pool.end()
await db.close()
await dns.close()
process.stdout.write(JSON.stringify(found))
