import {
  type Address,
  type DriverUnderTest,
  driverConformance,
  type Server,
  serversConformance,
} from '@readyz/conformance'
import { startMemcached } from '@readyz/servers'
import { Client } from 'memjs'
import { afterAll, test } from 'vitest'
import { memjsChecker } from '../src/index.ts'

const memcached = await startMemcached()
afterAll(() => memcached.close())
const server: Server = { ...memcached, connectionLimitError: 'ERROR Too many open connections\r\n' }

function open(addresses: readonly Address[]): DriverUnderTest {
  const list = addresses.map(({ host, port }) => `${host}:${port}`).join(',')
  const client = Client.create(list, { logger: { log: () => {} } })
  return {
    checker: memjsChecker(client),
    application: { use: () => client.get('key') },
    close: () => client.close(),
  }
}

driverConformance(test, (address) => open([address]), server)
serversConformance(test, open, server)
