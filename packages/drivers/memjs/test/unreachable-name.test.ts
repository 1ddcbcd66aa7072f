import { refused } from '@readyz/conformance'
import { Client, Server } from 'memjs'
import { expect, test, vi } from 'vitest'
import { memjsChecker } from '../src/index.ts'

// Not every machine has a name with two addresses.
vi.mock('node:dns/promises', () => ({
  lookup: async () => [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ],
}))

test('reports a name whose addresses all refuse the connection as "refused"', async () => {
  const { port } = await refused()
  const checker = memjsChecker(new Client([new Server('cache.test', port)]))
  const context = { signal: new AbortController().signal, timeout: 20_000 }
  await expect(checker.check(context)).rejects.toMatchObject({
    code: 'refused',
    cause: { message: `servers[0] cache.test:${port}: ECONNREFUSED` },
  })
})
