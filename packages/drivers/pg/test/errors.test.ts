import { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sends } from '@readyz/conformance'
import { createProbes } from '@readyz/core'
import { brief } from '@readyz/harness'
import { type Postgres, startPostgres } from '@readyz/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { pgChecker } from '../src/index.ts'
import { openPgHarness, releases } from './harness.ts'

let db: Postgres
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())

describe('a pool without an error listener', () => {
  const code = 'READYZ_PG_NO_ERROR_LISTENER'
  const context = { timeout: 20_000, signal: new AbortController().signal }
  const collectWarnings = () => {
    const codes: unknown[] = []
    const collect = (warning: Error & { code?: unknown }) => codes.push(warning.code)
    process.on('warning', collect)
    onTestFinished(() => void process.off('warning', collect))
    return codes
  }

  test('does not end the process when it loses a connection, and emits one warning', async () => {
    const warnings = collectWarnings()
    const pool = new pg.Pool({ connectionString: db.url })
    const [first, second] = [pgChecker(pool), pgChecker(pool, { name: 'again' })]
    await pool.query('SELECT 1')
    await first.check(context)
    await first.check(context)
    await second.check(context)
    await nextTurn()
    expect(warnings.filter((each) => each === code)).toEqual([code])
    const lost = new Promise((resolve) => pool.once('remove', resolve))
    await db.restart()
    await lost
    await pool.end()
  })

  test('emits no warning if the application adds a listener after the checker', async () => {
    const warnings = collectWarnings()
    const pool = new pg.Pool({ connectionString: db.url })
    const checker = pgChecker(pool)
    pool.on('error', () => {})
    await checker.check(context)
    await nextTurn()
    expect(warnings).not.toContain(code)
    await pool.end()
  })
})

test('reports a closed pool as a failure while its server works', async () => {
  const pool = new pg.Pool({ connectionString: db.url })
  const checker = pgChecker(pool)
  await pool.end()
  expect(() => checker.check({ timeout: 400, signal: new AbortController().signal })).toThrow(
    'the pool is closed.',
  )
})

test('uses the stream of the application, and destroys it after the check', async () => {
  const streams: Socket[] = []
  const configs: unknown[] = []
  const stream = (config: object) => {
    configs.push(config)
    const socket = new Socket()
    streams.push(socket)
    return socket
  }
  const harness = await openPgHarness(pg, db, { stream: stream as never }, { mode: 'dedicated' })
  expect(await harness.runProbe()).toBe('pass')
  harness.proxy.mode = 'drop'
  expect(await harness.runProbe(brief)).toBe('timeout')
  expect(streams.map(({ closed }) => closed)).toEqual([true, true])
  // The function does not receive the password.
  expect(configs).toEqual([{ ssl: undefined }, { ssl: undefined }])
  await harness.close()
})

test('fails at once for a client that does not accept a stream, such as pg.native', async () => {
  class Native extends pg.Client {
    override connection = {} as never
  }
  const harness = await openPgHarness(pg, db, { Client: Native }, { mode: 'dedicated' })
  expect(await harness.runProbe()).toBe('error')
  expect(String(harness.transitions[0]?.cause)).toContain('pg.native does not accept a stream')
  await harness.close()
})

const greetings = [
  ['a request for GSSAPI authentication', Buffer.from('R\0\0\0\x08\0\0\0\x07'), 'auth'],
  ['an authentication request without a method', Buffer.from('R\0\0\0\x04'), 'error'],
  ['an error without a terminator', Buffer.from('E\0\0\0\x04'), 'invalid'],
] as const

describe.each(releases)('pg $version', ({ pg: release }) => {
  test.each(greetings)('%s fails the check', async (_, greeting, reason) => {
    const { host, port, close } = await sends(greeting)
    onTestFinished(close)
    const pool = new release.Pool({ host, port, user: 'u', password: 'p', database: 'd' })
    const probes = createProbes({
      readiness: [pgChecker(pool)],
      timeoutSeconds: 10,
      onTransition: () => {},
    })
    expect((await probes.readiness()).checks).toMatchObject([{ status: 'fail', reason }])
    await pool.end()
  })
})
