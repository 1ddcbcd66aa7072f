import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { unresolvedRows } from '../src/anywhere.ts'
import { drivers, subjectsOf } from '../src/subjects.ts'

const text = readFileSync(new URL('../../../../docs/faults.md', import.meta.url), 'utf8')

/** The cells of each row of a section. */
function table(title: string): readonly (readonly string[])[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(title)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  const [, , ...rows] = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  return rows
}

test.each(drivers)('docs/faults.md says of %s what the matrix finds', (driver) => {
  const [subject] = subjectsOf(driver)
  const rows = [...(subject?.rows ?? []), ...unresolvedRows]
  const found = table(`${driver} ${subject?.version}, `).map((cells) => {
    const [, fault, , , , , says, , leaves, next] = cells
    return { fault, says, leaves, next }
  })
  const expected = rows.map(([{ name }, says]) => ({ fault: name, says, leaves: '', next: 'pass' }))
  expect(found).toEqual(expected)
})
