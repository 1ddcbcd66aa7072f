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

  /** Checks a client that does not connect. Returns `pass` or the reason. */
  const resultOf = async (options: RedisOptions | string) => {
    const client = open(typeof options === 'string' ? options : { ...options, lazyConnect: true })
    return Promise.resolve(ioredisChecker(client).check(context)).then(
      () => 'pass',
      (error: { readonly code: string }) => error.code,
    )
  }

  /** Returns the result of the check, and the reply of a connected client to PING. */
  async function resultAndPing(options: RedisOptions | string) {
    return [await resultOf(options), await open(options).ping()]
  }

  test('is checked with the address, the login and the database of its URL', async () => {
    const { host, port, user, password } = await start({ login: 'user' })
    expect(await resultAndPing(`redis://${user}:${password}@${host}:${port}/3`)).toEqual(working)
    expect(await resultOf(`redis://${user}:wrong@${host}:${port}`)).toBe('auth')
  })

  test('is checked with its address family, also from a URL', async () => {
    const { port } = await start()
    expect(await resultAndPing({ host: 'localhost', port, family: 4 })).toEqual(working)
    // ioredis 5.0 itself cannot connect with this URL.
    expect(await resultOf(`redis://localhost:${port}?family=4`)).toBe('pass')
  })

  test('is checked over its path, which takes precedence over the host', async () => {
    const { socketPath } = await start()
    expect(await resultAndPing({ path: socketPath, ...(await refused()) })).toEqual(working)
  })

  test('is checked at an IPv6 address', async () => {
    const { port } = await start({ settings: { bind: '::1' } })
    expect(await resultAndPing({ host: '::1', port })).toEqual(working)
  })

  test('is checked over TLS with its certificates', async () => {
    const tls = await certificate()
    const { host, port, password } = await start({ tls, login: 'password' })
    expect(await resultAndPing({ host, port, password, tls: { ca: tls.cert } })).toEqual(working)
    // As in ioredis, the options of TLS take precedence.
    const withTls = { port: 1, password, tls: { ca: tls.cert, host, port } }
    expect(await resultAndPing(withTls)).toEqual(working)
    expect(await resultOf({ host, port, password })).toBe('error')
    expect(await resultOf(`rediss://:${password}@${host}:${port}?lazyConnect=true`)).toBe('error')
  })

  test('fails if its database does not exist, although the client can write', async () => {
    const { host, port } = await start()
    expect(await resultOf({ host, port, db: 99 })).toBe('error')
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

  test('is checked at the master that its sentinels report', async () => {
    const master = await start({ login: 'password' })
    const sentinel = await startSentinel(master, { password: 's3ntinel' })
    onTestFinished(() => sentinel.close())
    const { host, port, password } = master
    const sentinels = [await refused(), { host: sentinel.host, port: sentinel.port }]
    const options = { sentinels, name: 'main', password, sentinelPassword: 's3ntinel', db: 1 }
    expect(await resultAndPing(options)).toEqual(working)
    expect(await resultOf({ ...options, tls: {} })).toBe('pass')
    const reachable = { ...options, sentinels: sentinels.slice(1) }
    expect(await resultOf({ ...reachable, name: 'other' })).toBe('error')
    expect(await resultOf({ ...reachable, sentinelPassword: 'wrong' })).toBe('auth')
    expect(await resultOf({ ...reachable, password: 'wrong' })).toBe('auth')
    expect(await resultOf({ ...reachable, db: 99 })).toBe('error')
    const withTls = { ...reachable, tls: {}, enableTLSForSentinelMode: true }
    expect(await resultOf(withTls)).not.toBe('pass')
    expect(await resultOf({ ...reachable, sentinelTLS: {} })).not.toBe('pass')
    const [address, refusing] = [`${host}:${port}`, await refused()]
    expect(await resultOf({ ...reachable, natMap: { [address]: refusing } })).toBe('refused')
    expect(await resultOf({ ...reachable, natMap: { 'other:1': refusing } })).toBe('pass')
    const natMap = (key: string) => (key === address ? refusing : null)
    expect(await resultOf({ ...reachable, natMap })).toBe('refused')
  })
})
