import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Postgres, startPostgres } from '@readyz/servers'
import { brief } from '@readyz/stage'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { PgCheckerOptions } from '../src/index.ts'
import { openPgStage, type PgStage, releases } from './stage.ts'

let db: Postgres
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())

async function stageWith(options: PgCheckerOptions, release = pg): Promise<PgStage> {
  const stage = await openPgStage(release, db, {}, options)
  onTestFinished(() => stage.close())
  return stage
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
  ] as const)('%j: %s', async (options, said) => {
    const stage = await stageWith(options, release.pg)
    const giveBack = await stage.application.takeAll()
    expect(await stage.ask()).toBe(said)
    expect(stage.play.pool.waitingCount).toBe(0)
    giveBack()
    expect(await stage.ask()).toBe('pass')
  })

  test.each(['warn', 'fail'] as const)('is a %s in words for the public', async (busy) => {
    const stage = await stageWith({ busy }, release.pg)
    const giveBack = await stage.application.takeAll()
    const report = await stage.probesWithin().readiness()
    giveBack()
    expect(report).toMatchObject({
      status: busy,
      checks: [{ message: 'all connections are in use.' }],
    })
  })
})

describe('mode', () => {
  const connections = (stage: PgStage) => ({
    dialled: stage.way.accepted,
    pooled: stage.play.pool.totalCount,
  })

  test('hybrid asks an idle connection of the pool, and dials for nobody', async () => {
    const stage = await stageWith({ mode: 'hybrid' })
    await stage.application.warmUp()
    const before = connections(stage)
    expect(await stage.ask()).toBe('pass')
    expect(connections(stage)).toEqual(before)
  })

  test('hybrid leaves an idle connection to someone who was promised it', async () => {
    const stage = await stageWith({ mode: 'hybrid' })
    const idle = await stage.play.pool.connect()
    idle.release()
    const promised = stage.play.pool.connect()
    expect(await stage.ask()).toBe('pass')
    const client = await promised
    expect(client).toBe(idle)
    client.release()
    expect(connections(stage)).toEqual({ dialled: 2, pooled: 1 })
  })

  test('hybrid leaves an empty pool empty', async () => {
    const stage = await stageWith({ mode: 'hybrid' })
    expect(await stage.ask()).toBe('pass')
    expect(connections(stage)).toEqual({ dialled: 1, pooled: 0 })
  })

  test('dedicated leaves the pool alone', async () => {
    const stage = await stageWith({ mode: 'dedicated' })
    await stage.application.warmUp()
    const { dialled, pooled } = connections(stage)
    expect(await stage.ask()).toBe('pass')
    expect(connections(stage)).toEqual({ dialled: dialled + 1, pooled })
  })

  test('pool dials in the pool if it has to', async () => {
    const stage = await stageWith({ mode: 'pool' })
    expect(await stage.ask()).toBe('pass')
    expect(connections(stage)).toEqual({ dialled: 1, pooled: 1 })
    expect(stage.play.pool.idleCount).toBe(1)
  })

  test('pool waits for one dial that hangs, however often it is asked', async () => {
    const stage = await stageWith({ mode: 'pool' })
    stage.way.mode = 'drop'
    for (const _ of [1, 2, 3]) expect(await stage.ask(brief)).toBe('timeout')
    expect(connections(stage)).toEqual({ dialled: 1, pooled: 1 })
    stage.way.mode = 'pass'
    stage.way.cut()
    await stage.application.work()
    expect(await stage.ask()).toBe('pass')
  })

  test('pool gives back a connection that comes too late', async () => {
    const stage = await stageWith({ mode: 'pool' })
    stage.way.mode = 'late'
    stage.way.delay = 500
    expect(await stage.ask(brief)).toBe('timeout')
    await once(stage.play.pool, 'release')
    expect(stage.play.pool.idleCount).toBe(1)
    stage.way.mode = 'pass'
    expect(await stage.ask()).toBe('pass')
  })
})

describe('what the application does not notice', () => {
  test('who waits for the slot of a deaf connection gets it when the check throws that away', async () => {
    const stage = await openPgStage(pg, db, { max: 1 })
    await stage.play.pool.query('SELECT 1')
    stage.way.mode = 'drop'
    const asked = stage.ask()
    const waiting = stage.play.pool.query('SELECT 2 AS two')
    stage.way.mode = 'pass'
    expect((await waiting).rows).toEqual([{ two: 2 }])
    expect(await asked).toBe('pass')
    await stage.close()
  })

  test('a connection that was given back inside a failed transaction is thrown away', async () => {
    const stage = await stageWith({})
    const client = await stage.play.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT 1 / 0').catch(() => {})
    client.release()
    expect(await stage.ask()).toBe('pass')
    expect(stage.play.pool.totalCount).toBe(0)
  })

  test('a password that was rotated is the one that is used', async () => {
    const stage = await stageWith({ mode: 'dedicated' })
    await db.sql("ALTER ROLE app PASSWORD 'rotated'")
    onTestFinished(() => db.sql(`ALTER ROLE app PASSWORD '${db.password}'`))
    expect(await stage.ask()).toBe('auth')
    stage.play.pool.options.password = 'rotated'
    expect(await stage.ask()).toBe('pass')
  })

  test('a loop that is blocked costs it no connection', async () => {
    // Without the proxy, which the block would hold up as well.
    const stage = await openPgStage(pg, db, { host: db.host, port: db.port })
    await stage.application.warmUp()
    let removed = 0
    stage.play.pool.on('remove', () => {
      removed += 1
    })
    const limit = 4000
    const asked = stage.ask(limit)
    await nextTurn()
    // More than the half of the time limit, which is what an idle connection has.
    const end = performance.now() + limit / 2 + 200
    while (performance.now() < end);
    expect(await asked).toBe('pass')
    expect(removed).toBe(0)
    await stage.close()
  })

  test('a thousand probes at once are one statement', async () => {
    const stage = await stageWith({})
    await stage.application.warmUp()
    let acquired = 0
    stage.play.pool.on('acquire', () => {
      acquired += 1
    })
    await Promise.all(Array.from({ length: 1000 }, () => stage.probesWithin().readiness()))
    expect(acquired).toBe(1)
  })

  test('a hundred probes of a frozen server leave its pool and its server as they were', async () => {
    const stage = await stageWith({})
    await stage.application.warmUp()
    const probes = stage.probesWithin(brief)
    db.freeze()
    const answers = await Promise.all(Array.from({ length: 100 }, () => probes.readiness()))
    db.thaw()
    await nextTurn()
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['fail']))
    expect(await stage.ask()).toBe('pass')
    await stage.application.work()
  })
})
