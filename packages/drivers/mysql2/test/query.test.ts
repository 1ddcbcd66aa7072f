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

type Answered = (...answer: unknown[]) => void

/** What becomes of the statement of a check on its way to the server, and of the answer on its way back. */
interface Twist {
  readonly statement?: string
  readonly onAnswer?: () => void
}

describe.each(releases)('a connection of mysql2 $version', ({ mysql2 }) => {
  // The connections of a pool inherit from it.
  const { prototype } = mysql2.Connection as unknown as { prototype: object }

  async function twisted(
    { statement, onAnswer }: Twist,
    options: Mysql2CheckerOptions = {},
    config: PoolOptions = {},
  ) {
    const query = Reflect.get(prototype, 'query')
    const isOwn = Object.hasOwn(prototype, 'query')
    Reflect.set(prototype, 'query', function (this: object, asked: QueryOptions, back: Answered) {
      if (asked.sql !== 'SELECT 1;') return query.call(this, asked, back)
      const answered: Answered = (...answer) => {
        onAnswer?.()
        back(...answer)
      }
      return query.call(this, { ...asked, sql: statement ?? asked.sql }, answered)
    })
    onTestFinished(() => {
      if (isOwn) Reflect.set(prototype, 'query', query)
      else Reflect.deleteProperty(prototype, 'query')
    })
    const harness = await openMysql2Harness(mysql2, db, config, options)
    onTestFinished(() => harness.close())
    await harness.application.warmUp()
    return harness
  }

  const modes = ['dedicated', 'pool', 'hybrid'] as const

  test.each(modes)('(%s) that gives no row is an invalid response', async (mode) => {
    const harness = await twisted({ statement: 'SELECT 1 FROM DUAL WHERE false' }, { mode })
    expect(await harness.runProbe()).toBe('invalid')
    await harness.application.work()
  })

  test.each(modes)('(%s) that gives two rows is an invalid response', async (mode) => {
    const statement = 'SELECT 1 UNION SELECT 2'
    const harness = await twisted({ statement }, { mode }, { rowsAsArray: true })
    expect(await harness.runProbe()).toBe('invalid')
  })

  test.each(modes)('(%s) that gives no list of rows is an invalid response', async (mode) => {
    const harness = await twisted({ statement: 'DO 1' }, { mode })
    expect(await harness.runProbe()).toBe('invalid')
  })

  test.each(modes)('(%s) that is in mid query when its time is over is ended', async (mode) => {
    const harness = await twisted({ statement: 'SELECT SLEEP(5)' }, { mode })
    expect(await harness.runProbe(brief)).toBe('timeout')
    await harness.application.work()
  })

  test('(dedicated) is not held up by a server that freezes after its answer', async () => {
    const harness = await twisted({ onAnswer: () => db.freeze() }, { mode: 'dedicated' })
    const said = await harness.runProbe().finally(() => db.thaw())
    expect(said).toBe('pass')
  })

  test('(pool) that is thrown away is gone, though the frozen server does not say goodbye', async () => {
    const statement = 'SELECT 1 FROM DUAL WHERE false'
    const harness = await twisted({ statement, onAnswer: () => db.freeze() }, { mode: 'pool' })
    onTestFinished(() => db.thaw())
    expect(await harness.runProbe()).toBe('invalid')
    expect(harness.application.connections).toBe(1)
  })

  test('(hybrid) that is reset in mid query does not end the process, and another one is asked', async () => {
    const harness = await twisted({ statement: 'SELECT SLEEP(0.1) + 1' })
    const before = harness.proxy.accepted
    // It sleeps for a short time only, so somebody has to be there to see it.
    const asleep = db.sql(untilAsleep)
    const asked = harness.runProbe()
    await asleep
    harness.proxy.cut()
    expect(await asked).toBe('pass')
    expect(harness.proxy.accepted).toBe(before + 1)
    await harness.application.work()
  })

  test('(dedicated) says goodbye, so that the server counts none as aborted', async () => {
    const harness = await twisted({}, { mode: 'dedicated' })
    await db.sql(untilGone)
    await db.sql('FLUSH STATUS')
    expect(await harness.runProbe()).toBe('pass')
    await db.sql(untilGone)
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

const untilAsleep = wait(`${processes("info LIKE 'SELECT SLEEP(%'")} > 0`)
/** All but those of the pool. */
const untilGone = wait(`${processes("user = 'app'")} = ${max}`)
