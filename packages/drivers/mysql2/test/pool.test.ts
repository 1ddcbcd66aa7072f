import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { refused } from '@readyz/conformance'
import { brief, max } from '@readyz/harness'
import { type Mariadb, startMariadb } from '@readyz/servers'
import mysql2, { type PoolOptions } from 'mysql2'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Mysql2CheckerOptions, mysql2Checker } from '../src/index.ts'
import { type Mysql2Harness, openMysql2Harness, releases } from './harness.ts'

let db: Mariadb
beforeAll(async () => {
  db = await startMariadb()
})
afterAll(() => db.close())

async function openHarness(
  options: Mysql2CheckerOptions,
  release = mysql2,
  config: PoolOptions = {},
): Promise<Mysql2Harness> {
  const harness = await openMysql2Harness(release, db, config, options)
  onTestFinished(() => harness.close())
  return harness
}

describe.each(releases)('a pool of mysql2 $version whose connections are all in use', (release) => {
  test.each([
    [{}, 'pass'],
    [{ busy: 'pass' }, 'pass'],
    [{ busy: 'warn' }, 'saturated'],
    [{ busy: 'fail' }, 'saturated'],
    [{ mode: 'dedicated', busy: 'warn' }, 'saturated'],
    [{ mode: 'pool' }, 'pass'],
    [{ mode: 'pool', busy: 'warn' }, 'saturated'],
  ] as const)('options %j: the result is %s', async (options, expected) => {
    const harness = await openHarness(options, release.mysql2)
    const releaseAll = await harness.application.acquireAll()
    expect(await harness.runProbe()).toBe(expected)
    expect(harness.application.busy).toEqual({ slots: max, queued: 0 })
    releaseAll()
    expect(await harness.runProbe()).toBe('pass')
  })

  test('passes with busy "fail" if the pool has no connection limit', async () => {
    const harness = await openHarness({ busy: 'fail' }, release.mysql2, { connectionLimit: 0 })
    const releaseAll = await harness.application.acquireAll()
    expect(await harness.runProbe()).toBe('pass')
    releaseAll()
  })
})

describe.each(releases)('mode, with mysql2 $version,', (release) => {
  /** All connections opened so far, and those in the pool. */
  const connections = (harness: Mysql2Harness) => ({
    opened: harness.proxy.accepted,
    pooled: harness.application.connections,
  })
  const open = (mode: 'hybrid' | 'dedicated' | 'pool') => openHarness({ mode }, release.mysql2)

  test('hybrid uses an idle connection of the pool, and opens no connection', async () => {
    const harness = await open('hybrid')
    await harness.application.warmUp()
    const before = connections(harness)
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual(before)
  })

  test('hybrid opens no connection in an empty pool', async () => {
    const harness = await open('hybrid')
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual({ opened: 1, pooled: 0 })
  })

  test('dedicated does not use the pool', async () => {
    const harness = await open('dedicated')
    await harness.application.warmUp()
    const { opened, pooled } = connections(harness)
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual({ opened: opened + 1, pooled })
  })

  test('pool opens a connection in the pool if none is idle', async () => {
    const harness = await open('pool')
    expect(await harness.runProbe()).toBe('pass')
    expect(connections(harness)).toEqual({ opened: 1, pooled: 1 })
    expect(harness.application.busy).toEqual({ slots: 0, queued: 0 })
  })

  test('pool has one pending connection attempt after several checks that time out', async () => {
    const harness = await open('pool')
    harness.proxy.mode = 'drop'
    for (const _ of [1, 2, 3]) expect(await harness.runProbe(brief)).toBe('timeout')
    expect(connections(harness)).toEqual({ opened: 1, pooled: 1 })
    harness.proxy.mode = 'pass'
    harness.proxy.cut()
    await harness.application.assertWorking()
    expect(await harness.runProbe()).toBe('pass')
  })

  test('pool releases a connection that arrives after the time limit', async () => {
    const harness = await open('pool')
    harness.proxy.mode = 'delay'
    harness.proxy.delay = 500
    expect(await harness.runProbe(brief)).toBe('timeout')
    await once(harness.setup.pool, 'release')
    expect(harness.application.busy).toEqual({ slots: 0, queued: 0 })
    harness.proxy.mode = 'pass'
    expect(await harness.runProbe()).toBe('pass')
  })
})

describe.each(releases)('a check of a pool of mysql2 $version', (release) => {
  const open = (config: PoolOptions = {}) => openHarness({}, release.mysql2, config)

  test('frees the slot of a discarded connection for a waiting query', async () => {
    const harness = await open({ connectionLimit: 1 })
    await harness.setup.pool.query('SELECT 1')
    harness.proxy.mode = 'drop'
    const result = harness.runProbe()
    const waiting = harness.setup.pool.query('SELECT 2 AS two')
    harness.proxy.mode = 'pass'
    const [rows] = await waiting
    expect(rows).toEqual([{ two: 2 }])
    expect(await result).toBe('pass')
  })

  test('releases an acquired connection without additional listeners', async () => {
    const harness = await open()
    await harness.application.warmUp()
    const countListeners = async () => {
      const connection = await harness.setup.pool.getConnection()
      // The connection with callbacks, which the connection with promises wraps.
      const listeners = Reflect.get(connection, 'connection').listenerCount('error')
      connection.release()
      return listeners
    }
    const before = await countListeners()
    for (const _ of [1, 2, 3]) expect(await harness.runProbe()).toBe('pass')
    expect(await countListeners()).toBe(before)
  })

  test('runs one statement for a thousand simultaneous probes', async () => {
    const harness = await open()
    await harness.application.warmUp()
    let acquired = 0
    harness.setup.pool.on('acquire', () => {
      acquired += 1
    })
    await Promise.all(Array.from({ length: 1000 }, () => harness.probesWithin().readiness()))
    expect(acquired).toBe(1)
  })

  test('leaves the pool usable after 100 probes of a frozen server', async () => {
    const harness = await open()
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

test.each(releases)(
  'reports a closed pool of mysql2 $version as a failure while its server works',
  async ({ mysql2: release }) => {
    const pool = release.createPool(db.url)
    const checker = mysql2Checker(pool)
    await pool.promise().end()
    expect(() => checker.check({ timeout: 400, signal: new AbortController().signal })).toThrow(
      'the pool is closed.',
    )
  },
)

test.each(releases)(
  'throws a TypeError for a connection of a pool of mysql2 $version',
  async ({ mysql2: release }) => {
    const pool = release.createPool(db.url).promise()
    onTestFinished(() => pool.end())
    const connection = await pool.getConnection()
    const message = 'needs a Pool, a PoolCluster or a Connection'
    expect(() => mysql2Checker(connection)).toThrow(message)
    connection.release()
  },
)

test('starts no timer for idle connections with maxIdle 0', async () => {
  const pool = mysql2.createPool({ ...(await refused()), maxIdle: 0 })
  // Stops the timer that the application's own pool has started.
  clearTimeout(Reflect.get(pool, '_removeIdleTimeoutConnectionsTimer'))
  const started = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => started.mockRestore())
  const context = { timeout: 5000, signal: new AbortController().signal }
  await expect(mysql2Checker(pool).check(context)).rejects.toThrow('ECONNREFUSED')
  // Timers of the test runner have other delays.
  expect(started.mock.calls.map(([, delay]) => delay)).not.toContain(1000)
})

test('uses the time limit of the check, not the connectTimeout of the application', async () => {
  const harness = await openHarness({ mode: 'dedicated' }, mysql2, { connectTimeout: 20 })
  harness.proxy.mode = 'delay'
  harness.proxy.delay = 50
  expect(await harness.runProbe()).toBe('pass')
})

test('uses the current password of the pool', async () => {
  const harness = await openHarness({ mode: 'dedicated' })
  await db.sql("SET PASSWORD FOR app = PASSWORD('rotated')")
  onTestFinished(() => db.sql(`SET PASSWORD FOR app = PASSWORD('${db.password}')`))
  expect(await harness.runProbe()).toBe('auth')
  Reflect.set(
    Reflect.get(harness.setup.pool.pool.config, 'connectionConfig'),
    'password',
    'rotated',
  )
  expect(await harness.runProbe()).toBe('pass')
})
