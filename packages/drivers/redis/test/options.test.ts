import { certificate } from '@readyz/certificate'
import { refused } from '@readyz/conformance'
import { type RedisOptions as ServerOptions, startRedis } from '@readyz/servers'
import { createClient } from 'redis'
import { createClient as createClient4 } from 'redis-4'
import { createClient as createClient5 } from 'redis-5'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RedisClient, redisChecker } from '../src/index.ts'

const working = ['pass', 'PONG']
const context = { signal: new AbortController().signal, timeout: 20_000 }

async function start(options: ServerOptions = {}) {
  const server = await startRedis(options)
  onTestFinished(() => server.close())
  return server
}

/** What every release takes, and its client has. */
interface Options {
  readonly url?: string
  readonly socket?: object
  readonly username?: string
  readonly password?: string
  readonly database?: number
}
interface Client extends RedisClient {
  on(event: 'error', listener: () => void): unknown
  connect(): Promise<unknown>
  ping(): Promise<string>
  disconnect(): Promise<unknown>
}

test.each([
  ['4.0', createClient4()],
  ['5.0', createClient5()],
  ['newest', createClient()],
])(
  'a client of node-redis %s that was told nothing has a server all the same',
  async (_, client) => {
    client.on('error', () => {})
    // Whether one listens there depends on the machine.
    const asked = Promise.resolve(redisChecker(client).check(context)).then(
      () => 'localhost:6379',
      ({ cause }: { cause: Error }) => cause.message,
    )
    expect(await asked).toMatch(/^localhost:6379/)
  },
)

describe.each<[string, (options: Options) => Client]>([
  ['4.0', createClient4],
  ['5.0', createClient5],
  ['newest', createClient],
])('a client of node-redis %s', (_, create) => {
  const open = (options: Options) => {
    const client = create(options)
    client.on('error', () => {})
    return client
  }

  /** What its checker says, of a client that does not connect itself. */
  const checked = async (options: Options) =>
    Promise.resolve(redisChecker(open(options)).check(context)).then(
      () => 'pass',
      (error: { readonly code: string }) => error.code,
    )

  /** What the checker says, and then the client. */
  async function both(options: Options) {
    const says = await checked(options)
    const client = open(options)
    await client.connect()
    onTestFinished(async () => void (await client.disconnect()))
    return [says, await client.ping()]
  }

  test('is found by its URL, with its login and its database', async () => {
    const { host, port, user, password } = await start({ login: 'user' })
    expect(await both({ url: `redis://${user}:${password}@${host}:${port}/3` })).toEqual(working)
    expect(await checked({ url: `redis://${user}:wrong@${host}:${port}` })).toBe('auth')
    expect(await checked({ socket: { host, port }, username: user, password })).toBe('pass')
    expect(await checked({ socket: { host, port } })).toBe('auth')
  })

  test('is found by its address family', async () => {
    const { port } = await start()
    expect(await both({ socket: { host: 'localhost', port, family: 4 } })).toEqual(working)
  })

  test('is found by its path', async () => {
    const { socketPath } = await start()
    expect(await both({ socket: { path: socketPath } })).toEqual(working)
  })

  test('is found at an IPv6 address', async () => {
    const { port } = await start({ settings: { bind: '::1' } })
    expect(await both({ socket: { host: '::1', port } })).toEqual(working)
    // node-redis 4.0 does not get through with it itself.
    expect(await checked({ url: `redis://[::1]:${port}` })).toBe('pass')
  })

  test('is checked over TLS, with its certificates', async () => {
    const tls = await certificate()
    const { host, port, password } = await start({ tls, login: 'password' })
    expect(await both({ socket: { host, port, tls: true, ca: tls.cert }, password })).toEqual(
      working,
    )
    expect(await checked({ socket: { host, port }, password })).toBe('error')
    expect(await checked({ url: `rediss://:${password}@${host}:${port}` })).toBe('error')
  })

  test('fails for a database that does not exist', async () => {
    const { host, port } = await start()
    expect(await checked({ socket: { host, port }, database: 99 })).toBe('error')
  })

  test('has its options read at each check', async () => {
    const [here, nobody] = [await start(), await refused()]
    const client = { ...open({}), options: { socket: nobody }, on() {}, connect() {} }
    const checker = redisChecker(Object.assign(client, { listenerCount: () => 1 }))
    await expect(checker.check(context)).rejects.toMatchObject({ code: 'refused' })
    client.options = { socket: { host: here.host, port: here.port } }
    expect(await checker.check(context)).toBeUndefined()
  })
})
