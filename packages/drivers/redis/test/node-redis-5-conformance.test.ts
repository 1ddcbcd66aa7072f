import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { createClient } from 'redis-5'
import { afterAll, test } from 'vitest'
import { openWith } from './application.ts'

const server = await startRedis({ program: 'valkey', login: 'user' })
afterAll(() => server.close())

driverConformance(
  test,
  openWith((options) => createClient(options), server),
  server,
)
