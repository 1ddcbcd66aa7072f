import { setTimeout as sleep } from 'node:timers/promises'
import { createProbes, listen, stopGracefully } from '@readyz/node'
import { pgChecker } from '@readyz/pg'
import { Pool } from 'pg'

const { DATABASE_URL, PORT = '8000' } = process.env
if (!DATABASE_URL) {
  throw new Error(
    'DATABASE_URL is not set. Set it to a URL such as postgres://user:password@host/db',
  )
}

// Every wait in the loop has a time limit, so that a hung database does not block the loop.
const pool = new Pool({
  connectionString: DATABASE_URL,
  connectionTimeoutMillis: 3000,
  query_timeout: 10_000,
})
pool.on('error', (error) => console.error(`lost a connection: ${error.message}`))

let iteratedAt = performance.now()
const probes = createProbes({
  readiness: [pgChecker(pool)],
  // Checks only that the loop runs. A minute is longer than all waits of one iteration.
  liveness: [{ name: 'loop', check: () => performance.now() - iteratedAt < 60_000 }],
  // The same number as in k8s.yaml.
  timeoutSeconds: 5,
})
const stop = new AbortController()
const loop = runLoop()
const stopSeconds = 20
// A worker receives no requests, so it exits when the current job is done.
stopGracefully([], probes, {
  timeoutSeconds: stopSeconds,
  beforeExit: [
    { name: 'current job', run: endLoop, timeoutSeconds: 15 },
    // With a time limit, because pool.end() does not resolve while the database hangs.
    { name: 'pool', run: () => pool.end(), timeoutSeconds: 3 },
  ],
})

await listen(probes, { port: Number(PORT) })
console.log(`listening on http://localhost:${PORT}`)

async function runLoop(): Promise<void> {
  while (!stop.signal.aborted) {
    iteratedAt = performance.now()
    const hadJob = await processJob().catch(report)
    if (hadJob !== true) await sleep(1000, undefined, { signal: stop.signal }).catch(() => {})
  }
}

function endLoop(): Promise<void> {
  stop.abort()
  return loop
}

/** Processes one job. Resolves with whether there was one. */
async function processJob(): Promise<boolean> {
  const { rows } = await pool.query<{ text: string }>(`
    DELETE FROM jobs WHERE id = (SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING text`)
  for (const { text } of rows) console.log(`done: ${text}`)
  return rows.length > 0
}

function report(error: Error): void {
  console.error(`job failed: ${error.message}`)
}
