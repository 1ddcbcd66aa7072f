import { ioredisChecker } from '@readyz/ioredis'
import { redisChecker } from '@readyz/redis'
import { type Redis as Server, startRedis } from '@readyz/servers'
import { type RedisApplication, redisApplication, versionOf } from '@readyz/stage'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import * as anywhere from './anywhere.ts'
import { maxClients, redisRows, username } from './redis-rows.ts'
import type { Opened, OpenOptions, Subject } from './subject.ts'

type RedisSubject = Subject<RedisApplication, Server>

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
  // The bytes that were lost are never sent again, and the client waits for their answers for as long as it lives.
  fatal: [anywhere.droppedWhileIdle],
} as const

function openIoredis({ password }: Server, { address }: OpenOptions): Opened<RedisApplication> {
  const client = new Redis({ ...address, username, password })
  client.on('error', () => {})
  const application = redisApplication(client, address.port, () => client.disconnect())
  return {
    application,
    mend() {},
    checker: () => ioredisChecker(client),
    obvious: application.ping,
  }
}

function openRedis({ password }: Server, { address }: OpenOptions): Opened<RedisApplication> {
  const client = createClient({ socket: address, username, password })
  client.on('error', () => {})
  client.connect().catch(() => {})
  const application = redisApplication(client, address.port, () => client.destroy())
  return {
    application,
    mend() {},
    checker: () => redisChecker(client),
    obvious: application.ping,
  }
}

export const ioredisSubjects: readonly RedisSubject[] = [
  {
    ...common,
    driver: 'ioredis',
    version: installed('ioredis'),
    asked: 'Redis',
    obvious: 'redis.ping()',
    open: openIoredis,
  },
]

export const redisSubjects: readonly RedisSubject[] = [
  {
    ...common,
    driver: 'redis',
    version: installed('redis'),
    asked: 'createClient()',
    obvious: 'client.ping()',
    open: openRedis,
  },
]
