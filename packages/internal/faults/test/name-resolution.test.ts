import { runIsolated, skipsIsolation } from '@readyz/servers'
import { describe, expect, test } from 'vitest'
import { driversOf, titles } from '../src/drivers-under-test.ts'
import { nameResolutionRows } from '../src/network-faults.ts'

// A driver resolves names alike for every kind of server.
const firstOfEachDriver = titles.filter((title) => !title.endsWith(' with MySQL'))

const script = new URL('name-resolution-script.ts', import.meta.url)

describe.skipIf(skipsIsolation())('names that cannot be resolved', () => {
  test.each(firstOfEachDriver)(
    'are told of by %s, and the first probe that can resolve them passes',
    async (title) => {
      const { code, stdout, stderr } = await runIsolated(script, {
        args: [title],
        timeout: 60_000,
      })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const expected = driversOf(title).flatMap(({ asked, version }) =>
        nameResolutionRows.map(([{ name }, says]) => [
          `${asked} ${version}, ${name}`,
          [says, says, 'pass'],
        ]),
      )
      expect(JSON.parse(stdout)).toEqual(Object.fromEntries(expected))
    },
    60_000,
  )
})
