import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { createClient } from 'redis-4'
import { afterAll, test } from 'vitest'
import { redisChecker } from '../src/index.ts'

const server = await startRedis({ login: 'password' })
afterAll(() => server.close())
const { password } = server

driverConformance(
  test,
  ({ host, port }) => {
    const client = createClient({ socket: { host, port }, password })
    client.on('error', () => {})
    return {
      checker: redisChecker(client),
      // The client connects on first use, when there is a server. After a failed handshake a client
      // of node-redis 4.0 may never reconnect.
      application: {
        async use() {
          if (!client.isOpen) await client.connect()
          await client.get('key')
        },
      },
      close: () => client.isOpen && client.disconnect(),
    }
  },
  server,
)
