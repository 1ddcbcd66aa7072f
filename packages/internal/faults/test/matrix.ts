import { readFileSync } from 'node:fs'
import type { Daemon } from '@readyz/servers'
import type { Application } from '@readyz/stage'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { unresolvedRows } from '../src/anywhere.ts'
import type { Subject } from '../src/subject.ts'
import { suffer } from '../src/suffer.ts'

/** Puts one driver through all its faults, with every release and every kind of client that is claimed to work. */
export function matrix<A extends Application, S extends Daemon>(
  subjects: readonly Subject<A, S>[],
): void {
  const [first] = subjects
  if (first === undefined) throw new Error('no subject')
  const servers: { plain?: S; secured?: S } = {}
  beforeAll(async () => {
    // That of a pool without an 'error' listener, once for each case.
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    servers.plain = await first.startServer(false)
    if (first.rows.some(([{ secured }]) => secured)) servers.secured = await first.startServer(true)
  })
  afterAll(() => Promise.all([servers.plain?.close(), servers.secured?.close()]))

  const titled = subjects.map(
    (each) => [`${each.driver} ${each.version}, ${each.asked}`, each] as const,
  )
  describe.each(titled)('%s', (_title, subject) => {
    const cases = subject.rows.map(([fault, says]) => [fault.name, says, fault] as const)
    test.each(cases)('%s: %s', async (_name, says, fault) => {
      const server = fault.secured ? servers.secured : servers.plain
      if (server === undefined) throw new Error('no server')
      expect(await suffer(subject, fault, server)).toEqual([says, says, 'pass'])
    })
  })

  test('the README says what the matrix found', () => {
    const file = new URL(`../../../drivers/${first.driver}/README.md`, import.meta.url)
    const readme = readFileSync(file, 'utf8').replaceAll(/ +\|/g, ' |')
    const rows = first.rows.map(
      ([{ name }, says]) => `| ${name} | ${says === 'pass' ? 'pass' : `\`${says}\``} |`,
    )
    expect(readme).toContain(rows.join('\n'))
    const versions = [...new Set(subjects.map(({ version }) => version))].toReversed()
    expect(readme).toContain(`${first.driver} ${versions.join(' and ')}`)
  })

  test('docs/faults.md says what the matrix found', () => {
    const text = readFileSync(new URL('../../../../docs/faults.md', import.meta.url), 'utf8')
    const start = `${first.driver} ${first.version}, `
    const section = text.split(/^## /m).find((each) => each.startsWith(start)) ?? ''
    const [, , ...table] = section.match(/^\|.*/gm) ?? []
    // Ours, and of that what is no matter of speed.
    const found = table.map((line) => {
      const [, name, , , , , says, , left, next] = line.split('|').map((cell) => cell.trim())
      return [name, says, left, next]
    })
    const rows = [...first.rows, ...unresolvedRows]
    expect(found).toEqual(rows.map(([{ name }, says]) => [name, says, '', 'pass']))
  })
}
