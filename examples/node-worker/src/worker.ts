import { setTimeout as sleep } from 'node:timers/promises'
import { createProbes, listen, stopGracefully } from '@readyz/node'
import { pgChecker } from '@readyz/pg'
import { Pool } from 'pg'

const { DATABASE_URL, PORT = '8000' } = process.env
if (!DATABASE_URL) {
  throw new Error('DATABASE_URL is not set, such as postgres://user:password@host/db')
}

// Every wait of the loop below has an end, so that a database that hangs cannot stop it from turning.
const pool = new Pool({
  connectionString: DATABASE_URL,
  connectionTimeoutMillis: 3000,
  query_timeout: 10_000,
})
pool.on('error', (error) => console.error(`lost a connection: ${error.message}`))

let turnedAt = performance.now()
const probes = createProbes({
  readiness: [pgChecker(pool)],
  // Not whether there was work or a database, only whether the loop turns: a minute is more than all its waits.
  liveness: [{ name: 'loop', check: () => performance.now() - turnedAt < 60_000 }],
  // As in k8s.yaml.
  timeoutSeconds: 5,
})
const stop = new AbortController()
const turning = turn()
const stopSeconds = 20
// A worker has no Service that would send it requests: it ends when the job in hand is done.
stopGracefully([], probes, {
  timeoutSeconds: stopSeconds,
  beforeExit: [
    { name: 'the job in hand', run: endTurning, timeoutSeconds: 15 },
    // A database that hangs keeps the pool from ending, for ever.
    { name: 'pool', run: () => pool.end(), timeoutSeconds: 3 },
  ],
})

await listen(probes, { port: Number(PORT) })
console.log(`listening on http://localhost:${PORT}`)

async function turn(): Promise<void> {
  while (!stop.signal.aborted) {
    turnedAt = performance.now()
    const worked = await work().catch(report)
    if (worked !== true) await sleep(1000, undefined, { signal: stop.signal }).catch(() => {})
  }
}

function endTurning(): Promise<void> {
  stop.abort()
  return turning
}

/** Takes one job, and says whether there was one. */
async function work(): Promise<boolean> {
  const { rows } = await pool.query<{ text: string }>(`
    DELETE FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING text`)
  for (const { text } of rows) console.log(`done: ${text}`)
  return rows.length > 0
}

function report(error: Error): void {
  console.error(`no job: ${error.message}`)
}
