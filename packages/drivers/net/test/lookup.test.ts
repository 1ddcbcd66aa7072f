import type { LookupAddress } from 'node:dns'
import { runIsolated, skipsIsolation } from '@readyz/servers'
import { describe, expect, test } from 'vitest'
import { lookup } from '../src/index.ts'

const all = () =>
  new Promise<LookupAddress[]>((resolve, reject) => {
    lookup('localhost', { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses as LookupAddress[])
      else reject(error)
    })
  })

describe('lookup', () => {
  test('returns all addresses with the option `all`', async () => {
    expect(await all()).toContainEqual({ address: '127.0.0.1', family: 4 })
  })

  test.each([
    [4, '127.0.0.1', 4],
    ['IPv4', '127.0.0.1', 4],
  ] as const)('returns the address of family %s', async (family, address, number) => {
    const found = await new Promise((resolve) => {
      lookup('localhost', { family }, (_, ...rest) => resolve(rest))
    })
    expect(found).toEqual([address, number])
  })
})

describe.skipIf(skipsIsolation())('lookup of names', () => {
  test('runs one lookup per name at a time, and delays no other lookup', async () => {
    const result = await runIsolated(new URL('isolated-lookups.ts', import.meta.url))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const { hungAddresses, queries, ...addresses } = JSON.parse(result.stdout)
    expect(addresses).toEqual({
      ipv4: '127.0.0.1',
      ipv6: 'ENOTFOUND',
      missing: 'ENOTFOUND',
      local: '127.0.0.1',
    })
    // One lookup sends a query for each of the two address families, and repeats it once.
    expect(queries.hung).toBeLessThanOrEqual(4)
    expect(queries.sockets).toBeLessThanOrEqual(4)
    expect(hungAddresses).toHaveLength(1)
  })
})
