import { readFileSync } from 'node:fs'
import { type Postgres, startPostgres } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fault, faults } from './faults.ts'
import { openStage, releases } from './stage.ts'

let db: Postgres
beforeAll(async () => {
  db = await startPostgres()
})
afterAll(() => db.close())

describe.each(releases)('pg $version', ({ pg }) => {
  /** What two probes say while it lasts, and one when it is over; throws if anything else is not as before. */
  async function suffer({ config, idle, inflict }: Fault, asked: 'Pool' | 'Client') {
    const stage = await openStage(pg, db, config?.(db), {}, asked)
    try {
      if (idle) await stage.warmUp()
      const heal = await inflict(stage)
      const during: string[] = []
      try {
        during.push(await stage.ask(), await stage.ask())
      } finally {
        await heal()
      }
      const after = await stage.ask()
      await stage.work()
      return [...during, after]
    } finally {
      await stage.close()
    }
  }

  test.each(faults)('Pool, $name: $says', async (fault) => {
    expect(await suffer(fault, 'Pool')).toEqual([fault.says, fault.says, 'pass'])
  })

  const clientFaults = faults.filter(({ poolOnly }) => poolOnly !== true)
  test.each(clientFaults)('Client, $name: $says', async (fault) => {
    expect(await suffer(fault, 'Client')).toEqual([fault.says, fault.says, 'pass'])
  })
})

test('the README says what the matrix found', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = faults.map(
    ({ name, says }) => `| ${name} | ${says === 'pass' ? 'pass' : `\`${says}\``} |`,
  )
  expect(readme.replaceAll(/ +\|/g, ' |')).toContain(rows.join('\n'))
})
