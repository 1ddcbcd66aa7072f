import { runIsolated, skipsIsolation } from '@readyz/servers'
import { describe, expect, test } from 'vitest'
import { driversOf, titles } from '../src/drivers-under-test.ts'
import { nameResolutionRows } from '../src/network-faults.ts'

// mysql2 resolves names in the same way for MariaDB and MySQL, so one of them is enough.
const titlesWithoutMysql = titles.filter((title) => !title.endsWith(' with MySQL'))

const script = new URL('name-resolution-script.ts', import.meta.url)

describe.skipIf(skipsIsolation())('a host name that cannot be resolved', () => {
  test.each(titlesWithoutMysql)(
    'fails the check of %s with the expected reason, and the first probe after the fault passes',
    async (title) => {
      const { code, stdout, stderr } = await runIsolated(script, {
        args: [title],
        timeout: 60_000,
      })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const expected = driversOf(title).flatMap(({ client, version }) =>
        nameResolutionRows.map(([{ name }, reason]) => [
          `${client} ${version}, ${name}`,
          [reason, reason, 'pass'],
        ]),
      )
      expect(JSON.parse(stdout)).toEqual(Object.fromEntries(expected))
    },
    60_000,
  )
})
