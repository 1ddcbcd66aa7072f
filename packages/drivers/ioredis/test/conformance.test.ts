import { driverConformance } from '@readyz/conformance'
import { startRedis } from '@readyz/servers'
import { Redis } from 'ioredis'
import { afterAll, test } from 'vitest'
import { openWith } from './application.ts'

const server = await startRedis({ login: 'password' })
afterAll(() => server.close())

driverConformance(
  test,
  openWith((options) => new Redis(options), server),
  server,
)
