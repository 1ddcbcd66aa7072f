import { certificate } from '@readyz/certificate'
import { refused } from '@readyz/conformance'
import { type RedisOptions as ServerOptions, startRedis, startSentinel } from '@readyz/servers'
import { Redis, type RedisOptions } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ioredisChecker } from '../src/index.ts'
import { Oldest } from './oldest.ts'

const working = ['pass', 'PONG']
const context = { signal: new AbortController().signal, timeout: 20_000 }

async function start(options: ServerOptions = {}) {
  const server = await startRedis(options)
  onTestFinished(() => server.close())
  return server
}

describe.each([
  ['5.0', (options: RedisOptions | string) => new Oldest(options as string)],
  ['newest', (options: RedisOptions | string) => new Redis(options as string)],
])('a client of ioredis %s', (_, create) => {
  const open = (options: RedisOptions | string) => {
    const client = create(options)
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    return client
  }

  /** What its checker says, of a client that does not connect itself. */
  const checked = async (options: RedisOptions | string) => {
    const client = open(typeof options === 'string' ? options : { ...options, lazyConnect: true })
    return Promise.resolve(ioredisChecker(client).check(context)).then(
      () => 'pass',
      (error: { readonly code: string }) => error.code,
    )
  }

  /** What the checker says, and then the client. */
  async function both(options: RedisOptions | string) {
    return [await checked(options), await open(options).ping()]
  }

  test('is found by its URL, with its login and its database', async () => {
    const { host, port, user, password } = await start({ login: 'user' })
    expect(await both(`redis://${user}:${password}@${host}:${port}/3`)).toEqual(working)
    expect(await checked(`redis://${user}:wrong@${host}:${port}`)).toBe('auth')
  })

  test('is found by its address family, also where a URL has it', async () => {
    const { port } = await start()
    expect(await both({ host: 'localhost', port, family: 4 })).toEqual(working)
    // ioredis 5.0 does not get through with it itself.
    expect(await checked(`redis://localhost:${port}?family=4`)).toBe('pass')
  })

  test('is found by its path, which wins over the host', async () => {
    const { socketPath } = await start()
    expect(await both({ path: socketPath, ...(await refused()) })).toEqual(working)
  })

  test('is found at an IPv6 address', async () => {
    const { port } = await start({ settings: { bind: '::1' } })
    expect(await both({ host: '::1', port })).toEqual(working)
  })

  test('is checked over TLS, with its certificates', async () => {
    const tls = await certificate()
    const { host, port, password } = await start({ tls, login: 'password' })
    expect(await both({ host, port, password, tls: { ca: tls.cert } })).toEqual(working)
    // What is given for TLS wins, as in ioredis.
    expect(await both({ port: 1, password, tls: { ca: tls.cert, host, port } })).toEqual(working)
    expect(await checked({ host, port, password })).toBe('error')
    expect(await checked(`rediss://:${password}@${host}:${port}?lazyConnect=true`)).toBe('error')
  })

  test('fails if its database does not exist, while the client writes to another one', async () => {
    const { host, port } = await start()
    expect(await checked({ host, port, db: 99 })).toBe('error')
    expect(await open({ host, port, db: 99 }).set('key', 'value')).toBe('OK')
  })

  test('uses the current password on every check', async () => {
    const { host, port, password } = await start({ login: 'password' })
    const client = open({ host, port, password: 'old', lazyConnect: true })
    const checker = ioredisChecker(client)
    await expect(checker.check(context)).rejects.toMatchObject({ code: 'auth' })
    client.options.password = password
    expect(await checker.check(context)).toBeUndefined()
  })

  test('is found through sentinels, with the login and the map that it has for them', async () => {
    const master = await start({ login: 'password' })
    const sentinel = await startSentinel(master, { password: 's3ntinel' })
    onTestFinished(() => sentinel.close())
    const { host, port, password } = master
    const sentinels = [await refused(), { host: sentinel.host, port: sentinel.port }]
    const given = { sentinels, name: 'main', password, sentinelPassword: 's3ntinel', db: 1 }
    expect(await both(given)).toEqual(working)
    expect(await checked({ ...given, tls: {} })).toBe('pass')
    const wrong = { ...given, sentinels: sentinels.slice(1) }
    expect(await checked({ ...wrong, name: 'other' })).toBe('error')
    expect(await checked({ ...wrong, sentinelPassword: 'wrong' })).toBe('auth')
    expect(await checked({ ...wrong, password: 'wrong' })).toBe('auth')
    expect(await checked({ ...wrong, db: 99 })).toBe('error')
    const secure = { ...wrong, tls: {}, enableTLSForSentinelMode: true }
    expect(await checked(secure)).not.toBe('pass')
    expect(await checked({ ...wrong, sentinelTLS: {} })).not.toBe('pass')
    const [here, elsewhere] = [`${host}:${port}`, await refused()]
    expect(await checked({ ...wrong, natMap: { [here]: elsewhere } })).toBe('refused')
    expect(await checked({ ...wrong, natMap: { 'other:1': elsewhere } })).toBe('pass')
    const natMap = (key: string) => (key === here ? elsewhere : null)
    expect(await checked({ ...wrong, natMap })).toBe('refused')
  })
})
