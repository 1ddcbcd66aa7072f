import { once } from 'node:events'
import { brief } from '@readyz/harness'
import { type Postgres, startPostgres } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { PgCheckerOptions } from '../src/index.ts'
import { openPgHarness, releases } from './harness.ts'

let db: Postgres
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())

/** Replaces the query of a check. `run` sends a statement to the server. */
type ReplacementQuery = (
  statement: string,
  run: (statement: string) => Promise<unknown>,
) => Promise<unknown>

describe.each(releases)('a connection of pg $version', ({ pg }) => {
  async function openHarness(replacement: ReplacementQuery, options: PgCheckerOptions = {}) {
    // An application may pass its own client class to the pool.
    class Client extends pg.Client {
      // @ts-expect-error -- only the signature that a check uses
      override query(statement: string): Promise<unknown> {
        return statement === 'SELECT 1;'
          ? replacement(statement, (text) => super.query(text))
          : super.query(statement)
      }
    }
    const harness = await openPgHarness(pg, db, { Client: Client as never }, options)
    onTestFinished(() => harness.close())
    return harness
  }

  const modes = ['dedicated', 'pool', 'hybrid'] as const

  test.each(modes)('mode %s: reports a result without rows as "invalid"', async (mode) => {
    const harness = await openHarness((_, run) => run('SELECT 1 WHERE false'), { mode })
    await harness.application.warmUp()
    expect(await harness.runProbe()).toBe('invalid')
  })

  test.each(modes)(
    'mode %s: closes a connection whose query exceeds the time limit',
    async (mode) => {
      const harness = await openHarness((_, run) => run('SELECT 1 FROM pg_sleep(60)'), { mode })
      await harness.application.warmUp()
      expect(await harness.runProbe(brief)).toBe('timeout')
      await harness.application.assertWorking()
    },
  )

  test('mode dedicated: passes if the server freezes after its response', async () => {
    const replacement: ReplacementQuery = async (statement, run) => {
      const result = await run(statement)
      db.freeze()
      return result
    }
    const harness = await openHarness(replacement, { mode: 'dedicated' })
    const outcome = await harness.runProbe().finally(() => db.thaw())
    expect(outcome).toBe('pass')
  })

  test('mode pool: closes a discarded connection while the server is frozen', async () => {
    const replacement: ReplacementQuery = async (_, run) => {
      const result = await run('SELECT 1 WHERE false')
      db.freeze()
      return result
    }
    const harness = await openHarness(replacement, { mode: 'pool' })
    onTestFinished(() => db.thaw())
    await harness.application.warmUp()
    const removed = once(harness.setup.pool, 'remove')
    expect(await harness.runProbe()).toBe('invalid')
    await removed
    expect(harness.setup.pool.totalCount).toBe(1)
  })

  test('mode hybrid: opens a dedicated connection if the idle one is reset mid-query', async () => {
    let resets = 0
    const replacement: ReplacementQuery = (statement, run) => {
      if (resets > 0) return run(statement)
      resets += 1
      const result = run('SELECT 1 FROM pg_sleep(60)')
      setImmediate(() => harness.proxy.cut())
      return result
    }
    const harness = await openHarness(replacement)
    await harness.application.warmUp()
    expect(await harness.runProbe()).toBe('pass')
    expect(resets).toBe(1)
    await harness.application.assertWorking()
  })

  test('releases an acquired connection without additional listeners', async () => {
    const harness = await openPgHarness(pg, db)
    await harness.application.warmUp()
    const countListeners = async () => {
      const clients = await Promise.all([
        harness.setup.pool.connect(),
        harness.setup.pool.connect(),
      ])
      const listeners = clients.map((client) => client.listenerCount('error'))
      for (const client of clients) client.release()
      return listeners
    }
    const before = await countListeners()
    for (const _ of [1, 2, 3]) expect(await harness.runProbe()).toBe('pass')
    expect(await countListeners()).toEqual(before)
    await harness.close()
  })
})
