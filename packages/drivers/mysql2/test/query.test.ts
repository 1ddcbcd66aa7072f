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

  test.each(modes)('mode %s: reports a result without rows as "invalid"', async (mode) => {
    const harness = await twisted({ statement: 'SELECT 1 FROM DUAL WHERE false' }, { mode })
    expect(await harness.runProbe()).toBe('invalid')
    await harness.application.work()
  })

  test.each(modes)('mode %s: reports a result with two rows as "invalid"', async (mode) => {
    const statement = 'SELECT 1 UNION SELECT 2'
    const harness = await twisted({ statement }, { mode }, { rowsAsArray: true })
    expect(await harness.runProbe()).toBe('invalid')
  })

  test.each(modes)(
    'mode %s: reports a result that is not a list of rows as "invalid"',
    async (mode) => {
      const harness = await twisted({ statement: 'DO 1' }, { mode })
      expect(await harness.runProbe()).toBe('invalid')
    },
  )

  test.each(modes)(
    'mode %s: closes a connection whose query exceeds the time limit',
    async (mode) => {
      const harness = await twisted({ statement: 'SELECT SLEEP(5)' }, { mode })
      expect(await harness.runProbe(brief)).toBe('timeout')
      await harness.application.work()
    },
  )

  test('mode dedicated: passes if the server freezes after its response', async () => {
    const harness = await twisted({ onAnswer: () => db.freeze() }, { mode: 'dedicated' })
    const said = await harness.runProbe().finally(() => db.thaw())
    expect(said).toBe('pass')
  })

  test('mode pool: closes a discarded connection while the server is frozen', async () => {
    const statement = 'SELECT 1 FROM DUAL WHERE false'
    const harness = await twisted({ statement, onAnswer: () => db.freeze() }, { mode: 'pool' })
    onTestFinished(() => db.thaw())
    expect(await harness.runProbe()).toBe('invalid')
    expect(harness.application.connections).toBe(1)
  })

  test('mode hybrid: opens a dedicated connection after the idle connection is reset during the query', async () => {
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

  test('mode dedicated: closes the connection with COM_QUIT, so the server counts no aborted connection', async () => {
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
