import { inspect } from 'node:util'
import { type Checker, createProbes, logTransitions } from '@readyz/core'
import { ioredisChecker } from '@readyz/ioredis'
import { memjsChecker } from '@readyz/memjs'
import { mysql2Checker } from '@readyz/mysql2'
import { pgChecker } from '@readyz/pg'
import { redisChecker } from '@readyz/redis'
import fc from 'fast-check'
import mysql2 from 'mysql2'
import pg from 'pg'
import { expect, test } from 'vitest'
import {
  type EchoProtocol,
  memcached,
  mysql,
  postgres,
  resp,
  startEchoServer,
} from './echo-server.ts'

const host = '127.0.0.1'
const emitter = { on() {}, connect() {}, listenerCount: () => 1 }
type CheckerOf = (port: number, password: string) => Checker

const ioredis: CheckerOf = (port, password) => ioredisChecker({ options: { host, port, password } })
const redis: CheckerOf = (port, password) =>
  redisChecker({ ...emitter, options: { socket: { host, port }, password } })
const redisProvider: CheckerOf = (port, password) => {
  const credentials = async () => ({ password })
  const credentialsProvider = { type: 'async-credentials-provider', credentials } as const
  return redisChecker({ ...emitter, options: { socket: { host, port }, credentialsProvider } })
}
const ioredisCluster: CheckerOf = (port, password) => {
  const options = { host, port, password }
  return ioredisChecker({ nodes: () => [{ options }], options: { redisOptions: { password } } })
}
const ioredisSentinels: CheckerOf = (port, password) => {
  const sentinels = [{ host, port }]
  const options = { host, name: 'main', sentinels, sentinelPassword: password, password }
  return ioredisChecker({ options })
}

const pgConfig = (port: number, password: string) => ({ host, port, user: 'app', password })
const pgUrl = (port: number, password: string) => ({
  connectionString: `postgres://app:${encodeURIComponent(password)}@${host}:${port}/app`,
})
const mysql2Pool = (port: number, password: string) =>
  mysql2.createPool({ host, port, user: 'app', password })

const drivers: readonly (readonly [string, EchoProtocol, CheckerOf])[] = [
  ['ioredis', resp.error, ioredis],
  ['ioredis, response of another protocol', resp.text, ioredis],
  ['ioredis, cluster state', resp.state, ioredisCluster],
  ['ioredis, host name of a cluster node', resp.node, ioredisCluster],
  ['ioredis, host name of a master', resp.sentinel, ioredisSentinels],
  ['redis', resp.error, redis],
  ['redis, credentialsProvider', resp.error, redisProvider],
  [
    'memjs',
    memcached,
    (port, password) => memjsChecker({ servers: [{ host, port, username: 'app', password }] }),
  ],
  ['pg', postgres, (port, password) => pgChecker(new pg.Pool(pgConfig(port, password)))],
  [
    'pg, connection string',
    postgres,
    (port, password) => pgChecker(new pg.Pool(pgUrl(port, password))),
  ],
  [
    'pg, password function',
    postgres,
    (port, password) =>
      pgChecker(new pg.Pool({ ...pgConfig(port, ''), password: async () => password })),
  ],
  ['pg, Client', postgres, (port, password) => pgChecker(new pg.Client(pgConfig(port, password)))],
  [
    'pg, mode pool',
    postgres,
    (port, password) => pgChecker(new pg.Pool(pgUrl(port, password)), { mode: 'pool' }),
  ],
  ['mysql2', mysql, (port, password) => mysql2Checker(mysql2Pool(port, password))],
  [
    'mysql2, mode pool',
    mysql,
    (port, password) => mysql2Checker(mysql2Pool(port, password), { mode: 'pool' }),
  ],
]

/**
 * Returns the log of a failed check, with the message and the stack of the cause, which a listener
 * of an application may print.
 */
async function outputOf(checker: Checker): Promise<string> {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const log = logTransitions({ error: write, warn: write, info: write })
  await createProbes({
    readiness: [checker],
    timeoutSeconds: 20,
    onTransition(transition) {
      log(transition)
      const { message, stack } = Object(transition.cause)
      lines.push(inspect({ message, stack }))
    },
  }).readiness()
  return lines.join('\n')
}

// Passwords that fit in a line of RESP and in a field of PostgreSQL. They are long enough not to
// occur in the log by chance.
const passwords = fc
  .string({ minLength: 8, maxLength: 90, unit: 'grapheme' })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '-'))

test.each(drivers)(
  'the log does not contain the password, even if the server sends it back: %s',
  async (_, protocol, checkerOf) => {
    const server = await startEchoServer(protocol)
    const property = fc.asyncProperty(passwords, async (password) => {
      server.password = password
      const output = await outputOf(checkerOf(server.port, password))
      expect(output).toContain('readyz: readiness: ')
      expect(output).not.toContain(password)
    })
    await fc.assert(property, { numRuns: 10, examples: [['hunter2.example']] })
  },
)
