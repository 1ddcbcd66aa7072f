import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { createClient } from 'redis'
import { afterAll, test } from 'vitest'
import { openWith } from './application.ts'

const server = await startRedis({ login: 'password' })
afterAll(() => server.close())

driverConformance(
  test,
  openWith((options) => createClient(options), server),
  server,
)
