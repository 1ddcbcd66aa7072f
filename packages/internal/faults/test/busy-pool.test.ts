import type { Checker } from '@readyz/core'
import {
  max,
  mysql2Application,
  openHarness,
  type PoolApplication,
  pgApplication,
} from '@readyz/harness'
import { mysql2Checker } from '@readyz/mysql2'
import { pgChecker } from '@readyz/pg'
import { startMariadb, startPostgres } from '@readyz/servers'
import { createPool } from 'mysql2/promise'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlDaemon } from '../src/fault.ts'
import { mysql } from '../src/mysql.ts'
import { postgres } from '../src/postgres.ts'

type Busy = 'pass' | 'warn' | 'fail'

interface ClientKind {
  readonly client: string
  readonly query: string
  start(): Promise<SqlDaemon & { readonly url: string }>
  open(url: string, busy: Busy): { application: PoolApplication; checker: Checker }
}

const kinds: readonly ClientKind[] = [
  {
    client: 'pg',
    query: postgres.sleep(0.01),
    start: startPostgres,
    open(connectionString, busy) {
      const pool = new Pool({ connectionString, max })
      pool.on('error', () => {})
      return { application: pgApplication(pool), checker: pgChecker(pool, { busy }) }
    },
  },
  {
    client: 'mysql2',
    query: mysql.sleep(0.01),
    start: startMariadb,
    open(uri, busy) {
      const pool = createPool({ uri, connectionLimit: max })
      return { application: mysql2Application(pool), checker: mysql2Checker(pool, { busy }) }
    },
  },
]

/** More callers than connections, so that callers always wait for a connection. */
const callers = 2 * max

function keepBusy(application: PoolApplication, query: string) {
  const controller = new AbortController()
  const run = async () => {
    while (!controller.signal.aborted) await application.query(query)
  }
  const running = Promise.all(Array.from({ length: callers }, run))
  return async () => {
    controller.abort()
    await running
  }
}

describe.each(kinds)('a check of a busy $client pool', (kind) => {
  let server: Awaited<ReturnType<ClientKind['start']>>
  beforeAll(async () => {
    server = await kind.start()
  })
  afterAll(() => server.close())

  test.each([
    ['pass', 'pass'],
    ['warn', 'saturated'],
    ['fail', 'saturated'],
  ] as const)('with busy "%s" is "%s" and does not wait in the queue', async (busy, expected) => {
    const harness = await openHarness(server, () => kind.open(server.url, busy), {
      where: 'server',
    })
    await harness.application.warmUp()
    const stop = keepBusy(harness.application, kind.query)
    const results: unknown[] = []
    for (let probe = 0; probe < 20; probe += 1) {
      const result = await harness.runProbe()
      const { status } = await harness.probesWithin().readiness()
      // Only callers of the application wait for a connection.
      const hasOnlyCallers = harness.application.busy.queued <= callers - max
      results.push([result, status, hasOnlyCallers])
    }
    await stop()
    await harness.close()
    expect(results).toEqual(Array.from({ length: 20 }, () => [expected, busy, true]))
  })
})
