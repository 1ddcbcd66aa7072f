import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refused } from '@readyz/conformance'
import { CheckError } from '@readyz/core'
import { type Checker, CheckWarning, createProbes, expressProbes } from '@readyz/express'
import { type PgCheckerOptions, pgChecker } from '@readyz/pg'
import { sqlChecker } from '@readyz/sql'
import { type Request, type Response, Router } from 'express'
import { Pool } from 'pg'

const options: PgCheckerOptions = { name: 'orders', mode: 'dedicated' }

const replica: Checker = sqlChecker(
  () => {
    throw new CheckWarning('the replica lags.', { cause: { code: '28P01' } })
  },
  { name: 'replica' },
)

const queue: Checker = {
  name: 'queue',
  check() {
    throw new CheckError('the queue is full.', { code: 'saturated' })
  },
}

/**
 * Returns the response of an Express application to a readiness probe while its PostgreSQL server
 * is stopped.
 */
export async function readiness(): Promise<string> {
  const stopped = await refused()
  const pool = new Pool({ host: stopped.host, port: stopped.port }).on('error', console.error)
  const checkers = [pgChecker(pool, options), replica, queue]
  const probes = createProbes({ readiness: checkers, onTransition() {} })
  const application = Router().use(expressProbes(probes))
  const server = createServer((request, response) => {
    application(request as Request, response as Response, () => response.end())
  }).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/readyz?verbose`)
    return await response.text()
  } finally {
    server.close().closeAllConnections()
    await pool.end()
  }
}
