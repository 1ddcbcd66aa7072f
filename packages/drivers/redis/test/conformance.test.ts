import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { createClient } from 'redis'
import { afterAll, beforeAll, test, vi } from 'vitest'
import { redisChecker } from '../src/index.ts'

const server = await startRedis({ login: 'password' })
// That of a client without an 'error' listener, once for each rule.
beforeAll(() => void vi.spyOn(process, 'emitWarning').mockReturnValue())
afterAll(() => server.close())
const { password } = server

driverConformance(
  test,
  ({ host, port }) => {
    const client = createClient({ socket: { host, port }, password })
    client.connect().catch(() => {})
    return {
      checker: redisChecker(client),
      application: { use: () => client.get('key') },
      close: () => client.destroy(),
    }
  },
  server,
)
