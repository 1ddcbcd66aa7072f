import { readFileSync } from 'node:fs'
import { certificate, type Postgres, startPostgres } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fault, faults } from './faults.ts'
import { openStage, releases } from './stage.ts'

let db: Postgres
let secured: Postgres
beforeAll(async () => {
  const hba = 'hostssl all app 127.0.0.1/32 scram-sha-256'
  const [tls, plain] = await Promise.all([certificate(), startPostgres()])
  db = plain
  secured = await startPostgres({ tls, hba })
})
afterAll(() => Promise.all([db.close(), secured.close()]))

describe.each(releases)('pg $version', ({ pg }) => {
  /** What two probes say while it lasts, and one when it is over; throws if anything else is not as before. */
  async function suffer(fault: Fault, asked: 'Pool' | 'Client') {
    const { config, idle, inflict } = fault
    const server = fault.secured ? secured : db
    const stage = await openStage(pg, server, config?.(server), {}, asked)
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
  expect(readme).toContain(`pg ${releases.map(({ version }) => version).join(' and ')}`)
  expect(readme.replaceAll(/ +\|/g, ' |')).toContain(rows.join('\n'))
})
