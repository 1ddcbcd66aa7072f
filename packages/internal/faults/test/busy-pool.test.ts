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

interface Kind {
  readonly client: string
  readonly query: string
  start(): Promise<SqlDaemon & { readonly url: string }>
  open(url: string, busy: Busy): { application: PoolApplication; checker: Checker }
}

const kinds: readonly Kind[] = [
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

/** Twice as many as there are connections, so that somebody always waits for the next one. */
const callers = 2 * max

function keepBusy(application: PoolApplication, query: string) {
  const over = new AbortController()
  const work = async () => {
    while (!over.signal.aborted) await application.query(query)
  }
  const working = Promise.all(Array.from({ length: callers }, work))
  return async () => {
    over.abort()
    await working
  }
}

describe.each(kinds)('a pool of $client that the application keeps busy', (kind) => {
  let server: Awaited<ReturnType<Kind['start']>>
  beforeAll(async () => {
    server = await kind.start()
  })
  afterAll(() => server.close())

  test.each([
    ['pass', 'pass'],
    ['warn', 'saturated'],
    ['fail', 'saturated'],
  ] as const)('is a %s if that is asked for: %s', async (busy, says) => {
    const harness = await openHarness(server, () => kind.open(server.url, busy), {
      where: 'server',
    })
    await harness.application.warmUp()
    const stop = keepBusy(harness.application, kind.query)
    const found: unknown[] = []
    for (let probe = 0; probe < 20; probe += 1) {
      const said = await harness.runProbe()
      const { status } = await harness.probesWithin().readiness()
      // Nobody of ours waits in the pool.
      found.push([said, status, harness.application.busy.queued <= callers - max])
    }
    await stop()
    await harness.close()
    expect(found).toEqual(Array.from({ length: 20 }, () => [says, busy, true]))
  })
})
