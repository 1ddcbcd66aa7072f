import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { afterAll, test } from 'vitest'
import { openWith } from './application.ts'
import { Oldest } from './oldest.ts'

const server = await startRedis({ program: 'valkey', login: 'user' })
afterAll(() => server.close())

driverConformance(
  test,
  openWith((options) => new Oldest(options), server),
  server,
)
