import { type RedisApplication, redisApplication, versionOf } from '@readyz/harness'
import { ioredisChecker } from '@readyz/ioredis'
import { redisChecker } from '@readyz/redis'
import { type Redis as Server, startRedis } from '@readyz/servers'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import type { DriverUnderTest, OpenOptions } from './driver-under-test.ts'
import * as networkFaults from './network-faults.ts'
import { maxClients, redisRows, username } from './redis-faults.ts'
import type { OpenedApplication } from './scenario.ts'

type RedisDriver = DriverUnderTest<RedisApplication, Server>

const installed = (name: string) => versionOf(name, import.meta.url)

const common = {
  serverName: 'Redis',
  startServer: () =>
    startRedis({
      login: 'password',
      settings: {
        user: `${username} on >s3cret-pw ~* &* +@all`,
        maxclients: String(maxClients),
      },
    }),
  serverVersion: (server: Server) => server.command('INFO', 'server'),
  rows: redisRows,
  // The client waits without a time limit for the responses to the commands that the network lost.
  unrecoverable: [networkFaults.droppedWhileIdle],
} as const

function openIoredis(
  { password }: Server,
  { address }: OpenOptions,
): OpenedApplication<RedisApplication> {
  const client = new Redis({ ...address, username, password })
  client.on('error', () => {})
  const application = redisApplication(client, address.port, () => client.disconnect())
  return {
    application,
    fixConfiguration() {},
    checker: () => ioredisChecker(client),
    handWrittenCheck: application.ping,
  }
}

function openRedis(
  { password }: Server,
  { address }: OpenOptions,
): OpenedApplication<RedisApplication> {
  const client = createClient({ socket: address, username, password })
  client.on('error', () => {})
  client.connect().catch(() => {})
  const application = redisApplication(client, address.port, () => client.destroy())
  return {
    application,
    fixConfiguration() {},
    checker: () => redisChecker(client),
    handWrittenCheck: application.ping,
  }
}

export const ioredisDrivers: readonly RedisDriver[] = [
  {
    ...common,
    driver: 'ioredis',
    version: installed('ioredis'),
    client: 'Redis',
    handWrittenCheck: 'redis.ping()',
    open: openIoredis,
  },
]

export const redisDrivers: readonly RedisDriver[] = [
  {
    ...common,
    driver: 'redis',
    version: installed('redis'),
    client: 'createClient()',
    handWrittenCheck: 'client.ping()',
    open: openRedis,
  },
]
