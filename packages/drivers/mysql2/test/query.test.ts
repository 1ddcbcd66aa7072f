import { brief, max } from '@readyz/harness'
import { type Mariadb, startMariadb } from '@readyz/servers'
import type { PoolOptions, QueryOptions } from 'mysql2'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Mysql2CheckerOptions } from '../src/index.ts'
import { openMysql2Harness, releases } from './harness.ts'

let db: Mariadb
beforeAll(async () => {
  db = await startMariadb()
})
afterAll(() => db.close())

type Callback = (...result: unknown[]) => void

/** Changes the query of a check. */
interface CheckQuery {
  /** The statement that is sent instead. */
  readonly statement?: string
  /** Called when the result has arrived, before the driver receives it. */
  readonly onResult?: () => void
}

describe.each(releases)('a connection of mysql2 $version', ({ mysql2 }) => {
  // The connections of a pool inherit from this prototype.
  const { prototype } = mysql2.Connection as unknown as { prototype: object }

  async function openHarness(
    { statement, onResult }: CheckQuery,
    checkerOptions: Mysql2CheckerOptions = {},
    config: PoolOptions = {},
  ) {
    const query = Reflect.get(prototype, 'query')
    const isOwn = Object.hasOwn(prototype, 'query')
    Reflect.set(prototype, 'query', function (this: object, options: QueryOptions, cb: Callback) {
      if (options.sql !== 'SELECT 1;') return query.call(this, options, cb)
      const callback: Callback = (...result) => {
        onResult?.()
        cb(...result)
      }
      return query.call(this, { ...options, sql: statement ?? options.sql }, callback)
    })
    onTestFinished(() => {
      if (isOwn) Reflect.set(prototype, 'query', query)
      else Reflect.deleteProperty(prototype, 'query')
    })
    const harness = await openMysql2Harness(mysql2, db, config, checkerOptions)
    onTestFinished(() => harness.close())
    await harness.application.warmUp()
    return harness
  }

  const modes = ['dedicated', 'pool', 'hybrid'] as const

  test.each(modes)('mode %s: reports a result without rows as "invalid"', async (mode) => {
    const harness = await openHarness({ statement: 'SELECT 1 FROM DUAL WHERE false' }, { mode })
    expect(await harness.runProbe()).toBe('invalid')
    await harness.application.assertWorking()
  })

  test.each(modes)('mode %s: reports a result with two rows as "invalid"', async (mode) => {
    const statement = 'SELECT 1 UNION SELECT 2'
    const harness = await openHarness({ statement }, { mode }, { rowsAsArray: true })
    expect(await harness.runProbe()).toBe('invalid')
  })

  test.each(modes)(
    'mode %s: reports a result that is not a list of rows as "invalid"',
    async (mode) => {
      const harness = await openHarness({ statement: 'DO 1' }, { mode })
      expect(await harness.runProbe()).toBe('invalid')
    },
  )

  test.each(modes)(
    'mode %s: closes a connection whose query exceeds the time limit',
    async (mode) => {
      const harness = await openHarness({ statement: 'SELECT SLEEP(5)' }, { mode })
      expect(await harness.runProbe(brief)).toBe('timeout')
      await harness.application.assertWorking()
    },
  )

  test('mode dedicated: passes if the server freezes after its response', async () => {
    const harness = await openHarness({ onResult: () => db.freeze() }, { mode: 'dedicated' })
    const result = await harness.runProbe().finally(() => db.thaw())
    expect(result).toBe('pass')
  })

  test('mode pool: closes a discarded connection while the server is frozen', async () => {
    const statement = 'SELECT 1 FROM DUAL WHERE false'
    const harness = await openHarness({ statement, onResult: () => db.freeze() }, { mode: 'pool' })
    onTestFinished(() => db.thaw())
    expect(await harness.runProbe()).toBe('invalid')
    expect(harness.application.connections).toBe(1)
  })

  test('mode hybrid: opens a dedicated connection if the idle one is reset mid-query', async () => {
    const harness = await openHarness({ statement: 'SELECT SLEEP(0.1) + 1' })
    const before = harness.proxy.accepted
    // Begins before the check, because the query sleeps for a short time only.
    const asleep = db.sql(waitUntilAsleep)
    const probing = harness.runProbe()
    await asleep
    harness.proxy.cut()
    expect(await probing).toBe('pass')
    expect(harness.proxy.accepted).toBe(before + 1)
    await harness.application.assertWorking()
  })

  test('mode dedicated: closes the connection with COM_QUIT, without aborting it', async () => {
    const harness = await openHarness({}, { mode: 'dedicated' })
    await db.sql(waitUntilClosed)
    await db.sql('FLUSH STATUS')
    expect(await harness.runProbe()).toBe('pass')
    await db.sql(waitUntilClosed)
    const [rows] = await harness.setup.pool.query(
      "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Aborted_c%' AND Value > 0",
    )
    expect(rows).toEqual([])
  })
})

const processes = (condition: string) =>
  `(SELECT COUNT(*) FROM information_schema.processlist WHERE ${condition})`
const wait = (condition: string) =>
  `BEGIN NOT ATOMIC WHILE NOT ${condition} DO DO SLEEP(0.001); END WHILE; END`

const waitUntilAsleep = wait(`${processes("info LIKE 'SELECT SLEEP(%'")} > 0`)
/** Waits until all connections except those of the pool are closed. */
const waitUntilClosed = wait(`${processes("user = 'app'")} = ${max}`)
