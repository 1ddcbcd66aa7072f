import { certificate, invalidTls } from '@readyz/certificate'
import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { type Redis as Server, startRedis } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RedisSocket, redisChecker } from '../src/index.ts'

let server: Server
beforeAll(async () => {
  server = await startRedis({ tls: await certificate() })
})
afterAll(() => server.close())

const context = { signal: new AbortController().signal, timeout: 20_000 }
const emitter = { on() {}, connect() {}, listenerCount: () => 1 }

// By structure, because some releases read the options when the client is created.
const clients: Readonly<
  Record<string, (socket: RedisSocket) => Parameters<typeof redisChecker>[0]>
> = {
  'a client': (socket) => ({ ...emitter, options: { socket } }),
  'a cluster': (socket) => {
    const { host, port } = server
    return { ...emitter, masters: [{ host, port, client: { options: { socket } } }] }
  },
}

describe.each(Object.entries(clients))('%s that has', (_, open) => {
  test.each(Object.entries(invalidTls))(
    '%s fails, and leaves no connection open',
    async (_title, tls) => {
      const { host, port } = server
      const socket = Object.defineProperties(
        { host, port, tls: true },
        Object.getOwnPropertyDescriptors(tls()),
      )
      const checker = redisChecker(open(socket))
      const before = resources()
      for (let checks = 0; checks < 10; checks += 1) {
        await expect(checker.check(context)).rejects.toThrow(/cannot (connect|read)/)
      }
      await waitUntil(() => leaksSince(before) === '')
      expect(leaksSince(before)).toBe('')
    },
  )
})
