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
  const suffer = async ({ says, config, idle, inflict }: Fault, asked: 'Pool' | 'Client') => {
    const stage = await openStage(pg, db, config?.(db), {}, asked)
    try {
      if (idle) await stage.warmUp()
      const heal = await inflict(stage)
      try {
        expect([await stage.ask(), await stage.ask()]).toEqual([says, says])
      } finally {
        await heal()
      }
      expect(await stage.ask()).toBe('pass')
      await stage.work()
    } finally {
      await stage.close()
    }
  }

  test.each(faults)('Pool, $name: $says', (fault) => suffer(fault, 'Pool'))

  const clientFaults = faults.filter(({ poolOnly }) => poolOnly !== true)
  test.each(clientFaults)('Client, $name: $says', (fault) => suffer(fault, 'Client'))
})

test('the README says what the matrix found', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = faults.map(
    ({ name, says }) => `| ${name} | ${says === 'pass' ? 'pass' : `\`${says}\``} |`,
  )
  expect(readme.replaceAll(/ +\|/g, ' |')).toContain(rows.join('\n'))
})
