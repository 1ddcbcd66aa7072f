import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Row } from '../src/driver-under-test.ts'
import { driversOf, titles } from '../src/drivers-under-test.ts'
import { nameResolutionRows } from '../src/network-faults.ts'

const read = (file: string) => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8')
const text = read('docs/faults.md')

/** Returns the cells of each row in the section with this title. */
function table(title: string): readonly (readonly string[])[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(title)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  const [, , ...rows] = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  return rows
}

test.each(titles)('docs/faults.md contains the faults and expected results of %s', (title) => {
  const [{ driver, version, serverName, rows }] = driversOf(title)
  const actual = table(`${driver} ${version}, ${serverName} `).map((cells) => {
    const [, fault, , , , , result, , held, after] = cells
    return { fault, result, held, after }
  })
  const all: readonly Row[] = [...rows, ...nameResolutionRows]
  const expected = all.map(([{ name: fault }, result]) => ({
    fault,
    result,
    held: '',
    after: 'pass',
  }))
  expect(actual).toEqual(expected)
})

// The READMEs of the Redis drivers do not list every fault of the matrix.
const titlesInReadmes = titles.filter((title) => !title.endsWith(' with Redis'))

test.each(titlesInReadmes)('the README of the driver lists the faults of %s by result', (title) => {
  const drivers = driversOf(title)
  const [{ driver, rows }] = drivers
  const readme = read(`packages/drivers/${driver}/README.md`).replaceAll(/ +\|/g, ' |')
  const results = new Set(['pass', ...rows.map(([, result]) => result)])
  const lines = Array.from(results, (result) => {
    const faults = rows.filter(([, each]) => each === result).map(([{ name }]) => name)
    return `| ${result === 'pass' ? 'pass' : `\`${result}\``} | ${faults.join('; ')} |`
  })
  expect(readme).toContain(lines.join('\n'))
  const versions = [...new Set(drivers.map(({ version }) => version))].toReversed()
  expect(readme).toContain(`${driver} ${versions.join(' and ')}`)
})
