import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { type Redis, startRedis } from '@readyz/servers'
import { createClient } from 'redis'
import { createClient as createClient5 } from 'redis-5'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type CredentialsProvider, redisChecker } from '../src/index.ts'

let server: Redis
beforeAll(async () => {
  server = await startRedis({ login: 'user' })
})
afterAll(() => server.close())

// Milliseconds. Long enough for a login on a busy machine. Checks that time out have less.
const generous = 10_000

describe.each([
  ['5.0', createClient5 as never],
  ['newest', createClient as never],
])('a credentialsProvider of node-redis %s', (_, create: typeof createClient) => {
  const check = async (credentialsProvider: CredentialsProvider, timeout = generous) => {
    const { host, port } = server
    const client = create({
      socket: { host, port },
      credentialsProvider: credentialsProvider as never,
    })
    client.on('error', () => {})
    const context = { signal: new AbortController().signal, timeout }
    return Promise.resolve(redisChecker(client).check(context)).then(
      () => 'pass',
      ({ code, cause }) => `${code}: ${cause.message.replace(/^\S+ /, '')}`,
    )
  }
  const provider = (credentials: () => Promise<object>): CredentialsProvider => ({
    type: 'async-credentials-provider',
    credentials,
  })
  const streaming = (subscribe: () => Promise<unknown>): CredentialsProvider => ({
    type: 'streaming-credentials-provider',
    subscribe: subscribe as never,
  })
  const login = () => ({ username: server.user, password: server.password })
  const timedOut = 'timeout: no answer within 320 ms'

  test('is called on every check', async () => {
    const credentials = vi.fn<() => Promise<object>>(async () => login())
    expect(await check(provider(credentials))).toBe('pass')
    expect(credentials).toHaveBeenCalledOnce()
    credentials.mockResolvedValue({ username: 'app', password: 'old' })
    expect(await check(provider(credentials))).toBe('auth: answered AUTH with WRONGPASS')
    credentials.mockResolvedValue({})
    expect(await check(provider(credentials))).toMatch(/^auth: answered PING with NOAUTH /)
  })

  test('that rejects or throws fails the check with "auth" and a cause', async () => {
    const expired = () => Promise.reject(new Error('token expired'))
    expect(await check(provider(expired))).toBe('auth: credentialsProvider failed: token expired')
    expect(await check(streaming(expired))).toBe('auth: credentialsProvider failed: token expired')
    const throws = () => {
      throw new Error('no token')
    }
    expect(await check(provider(throws))).toBe('auth: credentialsProvider failed: no token')
  })

  test('that hangs fails the check with "timeout", and leaves no resource open', async () => {
    const never = () => new Promise<never>(() => {})
    const before = resources()
    expect(await check(provider(never), 400)).toBe(timedOut)
    expect(await check(streaming(never), 400)).toBe(timedOut)
    expect(await waitUntil(() => leaksSince(before) === '')).toBe(true)
  })

  test('that streams is unsubscribed from after its first credentials', async () => {
    const dispose = vi.fn<() => void>()
    expect(await check(streaming(async () => [login(), { dispose }]))).toBe('pass')
    expect(dispose).toHaveBeenCalledOnce()
  })

  test('that streams is unsubscribed from if its credentials arrive after the check', async () => {
    const dispose = vi.fn<() => void>()
    let subscribe: (first: unknown) => void = () => {}
    const subscribed = new Promise((resolve) => {
      subscribe = resolve
    })
    expect(
      await check(
        streaming(() => subscribed),
        400,
      ),
    ).toBe(timedOut)
    expect(dispose).not.toHaveBeenCalled()
    subscribe([login(), { dispose }])
    expect(await waitUntil(() => dispose.mock.calls.length === 1)).toBe(true)
  })
})
