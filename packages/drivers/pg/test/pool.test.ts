import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { brief } from '@readyz/harness'
import { type Postgres, startPostgres } from '@readyz/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { PgCheckerOptions } from '../src/index.ts'
import { openPgHarness, type PgHarness, releases } from './harness.ts'

let db: Postgres
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())

async function openHarness(options: PgCheckerOptions, release = pg): Promise<PgHarness> {
  const harness = await openPgHarness(release, db, {}, options)
  onTestFinished(() => harness.close())
  return harness
}

describe.each(releases)('a pool of pg $version whose connections are all in use', (release) => {
  test.each([
    [{}, 'pass'],
    [{ busy: 'pass' }, 'pass'],
    [{ busy: 'warn' }, 'saturated'],
    [{ busy: 'fail' }, 'saturated'],
    [{ mode: 'dedicated', busy: 'warn' }, 'saturated'],
    [{ mode: 'pool' }, 'pass'],
    [{ mode: 'pool', busy: 'warn' }, 'saturated'],
  ] as const)('options %j: the result is %s', async (options, expected) => {
    const harness = await openHarness(options, release.pg)
    const releaseAll = await harness.application.acquireAll()
    expect(await harness.runProbe()).toBe(expected)
    expect(harness.setup.pool.waitingCount).toBe(0)
    releaseAll()
    expect(await harness.runProbe()).toBe('pass')
  })

  test.each(['warn', 'fail'] as const)('reports busy "%s" with a public message', async (busy) => {
    const harness = await openHarness({ busy }, release.pg)
    const releaseAll = await harness.application.acquireAll()
    const report = await harness.probesWithin().readiness()
    releaseAll()
    expect(report).toMatchObject({
      status: busy,
      checks: [{ message: 'all connections are in use.' }],
    })
  })
})

describe('mode', () => {
  /** All connections opened so far, and those in the pool. */
  const connections = (harness: PgHarness) => ({
    opened: harness.proxy.accepted,
    pooled: harness.setup.pool.totalCount,
  })

  test('hybrid uses an idle connection of the pool, and opens no connection', async () => {
    const harness = await openHarness({ mode: 'hybrid' })
    await harness.application.warmUp()
    const before = connections(harness)
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual(before)
  })

  test('hybrid does not acquire an idle connection that pg has assigned to a caller', async () => {
    const harness = await openHarness({ mode: 'hybrid' })
    const idle = await harness.setup.pool.connect()
    idle.release()
    const waiting = harness.setup.pool.connect()
    expect(await harness.runProbe()).toBe('pass')
    const client = await waiting
    expect(client).toBe(idle)
    client.release()
    expect(connections(harness)).toEqual({ opened: 2, pooled: 1 })
  })

  test('hybrid opens no connection in an empty pool', async () => {
    const harness = await openHarness({ mode: 'hybrid' })
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual({ opened: 1, pooled: 0 })
  })

  test('dedicated does not use the pool', async () => {
    const harness = await openHarness({ mode: 'dedicated' })
    await harness.application.warmUp()
    const { opened, pooled } = connections(harness)
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual({ opened: opened + 1, pooled })
  })

  test('pool opens a connection in the pool if none is idle', async () => {
    const harness = await openHarness({ mode: 'pool' })
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual({ opened: 1, pooled: 1 })
    expect(harness.setup.pool.idleCount).toBe(1)
  })

  test('pool has one pending connection attempt after several checks that time out', async () => {
    const harness = await openHarness({ mode: 'pool' })
    harness.proxy.mode = 'drop'
    for (const _ of [1, 2, 3]) expect(await harness.runProbe(brief)).toBe('timeout')
    expect(connections(harness)).toEqual({ opened: 1, pooled: 1 })
    harness.proxy.mode = 'pass'
    harness.proxy.cut()
    await harness.application.assertWorking()
    expect(await harness.runProbe()).toBe('pass')
  })

  test('pool releases a connection that arrives after the time limit', async () => {
    const harness = await openHarness({ mode: 'pool' })
    harness.proxy.mode = 'delay'
    harness.proxy.delay = 500
    expect(await harness.runProbe(brief)).toBe('timeout')
    await once(harness.setup.pool, 'release')
    expect(harness.setup.pool.idleCount).toBe(1)
    harness.proxy.mode = 'pass'
    expect(await harness.runProbe()).toBe('pass')
  })
})

describe('a check of a pool', () => {
  test('frees the slot of a discarded connection for a waiting query', async () => {
    const harness = await openPgHarness(pg, db, { max: 1 })
    await harness.setup.pool.query('SELECT 1')
    harness.proxy.mode = 'drop'
    const result = harness.runProbe()
    const waiting = harness.setup.pool.query('SELECT 2 AS two')
    harness.proxy.mode = 'pass'
    expect((await waiting).rows).toEqual([{ two: 2 }])
    expect(await result).toBe('pass')
    await harness.close()
  })

  test('discards a connection that was released inside a failed transaction', async () => {
    const harness = await openHarness({})
    const client = await harness.setup.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT 1 / 0').catch(() => {})
    client.release()
    expect(await harness.runProbe()).toBe('pass')
    expect(harness.setup.pool.totalCount).toBe(0)
  })

  test('uses the current password of the pool', async () => {
    const harness = await openHarness({ mode: 'dedicated' })
    await db.sql("ALTER ROLE app PASSWORD 'rotated'")
    onTestFinished(() => db.sql(`ALTER ROLE app PASSWORD '${db.password}'`))
    expect(await harness.runProbe()).toBe('auth')
    harness.setup.pool.options.password = 'rotated'
    expect(await harness.runProbe()).toBe('pass')
  })

  test('discards no connection after a blocked event loop', async () => {
    // Without the proxy, because it runs in this process and is blocked too.
    const harness = await openPgHarness(pg, db, { host: db.host, port: db.port })
    await harness.application.warmUp()
    let removed = 0
    harness.setup.pool.on('remove', () => {
      removed += 1
    })
    const limit = 4000
    const result = harness.runProbe(limit)
    await nextTurn()
    // A check waits for an idle connection for half of its time limit.
    const end = performance.now() + limit / 2 + 200
    while (performance.now() < end);
    expect(await result).toBe('pass')
    expect(removed).toBe(0)
    await harness.close()
  })

  test('runs one statement for a thousand simultaneous probes', async () => {
    const harness = await openHarness({})
    await harness.application.warmUp()
    let acquired = 0
    harness.setup.pool.on('acquire', () => {
      acquired += 1
    })
    await Promise.all(Array.from({ length: 1000 }, () => harness.probesWithin().readiness()))
    expect(acquired).toBe(1)
  })

  test('leaves the pool usable after 100 probes of a frozen server', async () => {
    const harness = await openHarness({})
    await harness.application.warmUp()
    const probes = harness.probesWithin(brief)
    db.freeze()
    const reports = await Promise.all(Array.from({ length: 100 }, () => probes.readiness()))
    db.thaw()
    await nextTurn()
    expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(['fail']))
    expect(await harness.runProbe()).toBe('pass')
    await harness.application.assertWorking()
  })
})
