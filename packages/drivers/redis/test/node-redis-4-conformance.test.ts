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
      // Connected where there is a server only: a greeting that goes wrong may end this client for good.
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
