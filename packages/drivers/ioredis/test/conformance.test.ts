import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { Redis } from 'ioredis'
import { afterAll, test } from 'vitest'
import { ioredisChecker } from '../src/index.ts'

const server = await startRedis({ login: 'password' })
afterAll(() => server.close())
const { password } = server

driverConformance(
  test,
  ({ host, port }) => {
    const client = new Redis({ host, port, password, maxRetriesPerRequest: null })
    client.on('error', () => {})
    return {
      checker: ioredisChecker(client),
      application: { use: () => client.get('key') },
      close: () => client.disconnect(),
    }
  },
  server,
)
