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

/** The options that the clients of all tested releases accept. */
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
])('a client of node-redis %s without options is checked at localhost:6379', async (_, client) => {
  client.on('error', () => {})
  // The machine may run a server on this port.
  const result = Promise.resolve(redisChecker(client).check(context)).then(
    () => 'localhost:6379',
    ({ cause }: { cause: Error }) => cause.message,
  )
  expect(await result).toMatch(/^localhost:6379/)
})

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

  /** Checks a client that does not connect. Returns `pass` or the reason. */
  const resultOf = async (options: Options) =>
    Promise.resolve(redisChecker(open(options)).check(context)).then(
      () => 'pass',
      (error: { readonly code: string }) => error.code,
    )

  /** Returns the result of the check, and the reply of a connected client to PING. */
  async function resultAndPing(options: Options) {
    const result = await resultOf(options)
    const client = open(options)
    await client.connect()
    onTestFinished(async () => void (await client.disconnect()))
    return [result, await client.ping()]
  }

  test('is checked with the address, the login and the database of its URL', async () => {
    const { host, port, user, password } = await start({ login: 'user' })
    const url = `redis://${user}:${password}@${host}:${port}/3`
    expect(await resultAndPing({ url })).toEqual(working)
    expect(await resultOf({ url: `redis://${user}:wrong@${host}:${port}` })).toBe('auth')
    expect(await resultOf({ socket: { host, port }, username: user, password })).toBe('pass')
    expect(await resultOf({ socket: { host, port } })).toBe('auth')
  })

  test('is checked with its address family', async () => {
    const { port } = await start()
    expect(await resultAndPing({ socket: { host: 'localhost', port, family: 4 } })).toEqual(working)
  })

  test('is checked over its path', async () => {
    const { socketPath } = await start()
    expect(await resultAndPing({ socket: { path: socketPath } })).toEqual(working)
  })

  test('is checked at an IPv6 address', async () => {
    const { port } = await start({ settings: { bind: '::1' } })
    expect(await resultAndPing({ socket: { host: '::1', port } })).toEqual(working)
    // node-redis 4.0 itself cannot connect with this URL.
    expect(await resultOf({ url: `redis://[::1]:${port}` })).toBe('pass')
  })

  test('is checked over TLS with its certificates', async () => {
    const tls = await certificate()
    const { host, port, password } = await start({ tls, login: 'password' })
    const socket = { host, port, tls: true, ca: tls.cert }
    expect(await resultAndPing({ socket, password })).toEqual(working)
    expect(await resultOf({ socket: { host, port }, password })).toBe('error')
    expect(await resultOf({ url: `rediss://:${password}@${host}:${port}` })).toBe('error')
  })

  test('fails if its database does not exist', async () => {
    const { host, port } = await start()
    expect(await resultOf({ socket: { host, port }, database: 99 })).toBe('error')
  })

  test('uses the current options on every check', async () => {
    const [server, refusing] = [await start(), await refused()]
    const client = { ...open({}), options: { socket: refusing }, on() {}, connect() {} }
    const checker = redisChecker(Object.assign(client, { listenerCount: () => 1 }))
    await expect(checker.check(context)).rejects.toMatchObject({ code: 'refused' })
    client.options = { socket: { host: server.host, port: server.port } }
    expect(await checker.check(context)).toBeUndefined()
  })
})
