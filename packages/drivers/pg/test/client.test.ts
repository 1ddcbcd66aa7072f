import { setImmediate as nextTurn } from 'node:timers/promises'
import { blackhole } from '@readyz/conformance'
import { type Checker, createProbes, type Probes } from '@readyz/core'
import { brief, generous } from '@readyz/harness'
import { type Postgres, startPostgres } from '@readyz/servers'
import type { ClientConfig } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { pgChecker } from '../src/index.ts'
import { releases } from './harness.ts'

let db: Postgres
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())

// By default a check has time enough on a busy machine.
function probesWith(checker: Checker, limit = generous): Probes {
  const timeoutSeconds = limit / 800
  return createProbes({ readiness: [checker], maxAge: 0, timeoutSeconds, onTransition: () => {} })
}

describe.each(releases)('a Client of pg $version', ({ pg }) => {
  const open = async () => {
    const client = new pg.Client({ connectionString: db.url })
    await client.connect()
    return { client, probes: probesWith(pgChecker(client)) }
  }

  test('passes while the client runs a long query', async () => {
    const { client, probes } = await open()
    const long = client.query('SELECT pg_sleep(60)').catch(() => 'ended')
    expect(await probes.readiness()).toMatchObject({ status: 'pass' })
    client.connection.stream.destroy()
    expect(await long).toBe('ended')
  })

  test('warns when the server is running again after the client was lost', async () => {
    const { client, probes } = await open()
    const lost = new Promise((resolve) => client.once('end', resolve))
    await db.stop()
    await lost
    const down = await probes.readiness()
    expect(down).toMatchObject({ status: 'fail', checks: [{ reason: 'refused' }] })
    await db.start()
    expect(await probes.readiness()).toMatchObject({
      status: 'warn',
      checks: [{ message: "the application's own connection is closed." }],
    })
  })

  test.each(['freeze', 'kill'] as const)('passes on the first probe after a %s', async (fault) => {
    const client = new pg.Client({ connectionString: db.url })
    const checker = pgChecker(client)
    await db[fault]()
    const [limit, reason] = fault === 'freeze' ? [brief, 'timeout'] : [generous, 'refused']
    const during = await probesWith(checker, limit).readiness()
    expect(during).toMatchObject({ status: 'fail', checks: [{ reason }] })
    if (fault === 'freeze') db.thaw()
    else await db.start()
    await nextTurn()
    expect(await probesWith(checker).readiness()).toMatchObject({ status: 'pass' })
  })

  test('reports a missing password as "auth", and dropped packets as "timeout"', async () => {
    const hole = await blackhole()
    onTestFinished(hole.release)
    const { host, port, user, database } = db
    const reasonOf = async (config: ClientConfig, limit: number) => {
      const { checks } = await probesWith(pgChecker(new pg.Client(config)), limit).readiness()
      return checks[0]?.reason
    }
    expect(await reasonOf({ host, port, user, database }, generous)).toBe('auth')
    expect(await reasonOf({ host: hole.host, port: hole.port }, brief)).toBe('timeout')
  })
})
