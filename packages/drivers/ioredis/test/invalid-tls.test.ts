import type { ConnectionOptions } from 'node:tls'
import { certificate, invalidTls } from '@readyz/certificate'
import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { type Redis as Server, startRedis } from '@readyz/servers'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ioredisChecker } from '../src/index.ts'

let server: Server
beforeAll(async () => {
  server = await startRedis({ tls: await certificate() })
})
afterAll(() => server.close())

const context = { signal: new AbortController().signal, timeout: 20_000 }

interface Options {
  readonly host: string
  readonly port: number
  readonly tls: ConnectionOptions
}

/** The clients that accept TLS options. */
const clients: Readonly<
  Record<string, (options: Options) => Parameters<typeof ioredisChecker>[0]>
> = {
  'a Redis': (options) => new Redis({ ...options, lazyConnect: true }),
  'a Redis with sentinels': ({ host, port, tls }) =>
    new Redis({ sentinels: [{ host, port }], name: 'main', sentinelTLS: tls, lazyConnect: true }),
  'a Cluster': (options) => ({ nodes: () => [{ options }, { options }] }),
}

describe.each(Object.entries(clients))('%s that has', (_, open) => {
  test.each(Object.entries(invalidTls))(
    '%s fails, and leaves no connection open',
    async (_title, tls) => {
      const { host, port } = server
      const checker = ioredisChecker(open({ host, port, tls: tls() }))
      const before = resources()
      for (let checks = 0; checks < 10; checks += 1) {
        await expect(checker.check(context)).rejects.toThrow(/cannot (connect|read)/)
      }
      await waitUntil(() => leaksSince(before) === '')
      expect(leaksSince(before)).toBe('')
    },
  )
})
