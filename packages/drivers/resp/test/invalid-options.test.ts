import { getEventListeners } from 'node:events'
import { certificate, invalidTls } from '@readyz/certificate'
import { leaksSince, resources, waitUntil } from '@readyz/conformance'
import { type Redis, startRedis } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConnectOptions, respServer } from '../src/index.ts'

let plain: Redis
let secure: Redis
beforeAll(async () => {
  plain = await startRedis()
  secure = await startRedis({ tls: await certificate() })
})
afterAll(() => Promise.all([plain.close(), secure.close()]))

const invalidConnects: Readonly<Record<string, ConnectOptions>> = {
  'a port above 65535': { port: 65_536 },
  'a port that is not a number': { port: 'six' as never },
  'a host of a wrong type': { host: 1 as never },
  'a lookup that is not a function': { host: 'localhost', lookup: 1 as never },
  'a lookup that throws': {
    host: 'localhost',
    lookup: () => {
      throw new Error('lookup failed')
    },
  },
  'an invalid local address': { localAddress: 'nowhere' } as never,
}

/** Checks a server ten times, and returns the connections and listeners that remain. */
async function checkTenTimes(server: Parameters<typeof respServer>[0]) {
  const before = resources()
  const { signal } = new AbortController()
  for (let checks = 0; checks < 10; checks += 1) {
    await expect((async () => respServer(server).check(signal))()).rejects.toThrow(/./)
  }
  const listeners = () => getEventListeners(signal, 'abort').length
  await waitUntil(() => leaksSince(before) === '' && listeners() === 0)
  return { leaks: leaksSince(before), listeners: listeners() }
}

const noLeaks = { leaks: '', listeners: 0 }

describe('a check with invalid options fails, and leaves no connection and no listener', () => {
  test.each(Object.entries(invalidTls))('over TLS: %s', async (_, tls) => {
    const { host, port } = secure
    const options = tls()
    // Keeps a getter that throws, which is then read when the check connects.
    const connect = Object.defineProperties(
      { host, port },
      Object.getOwnPropertyDescriptors(options),
    )
    expect(await checkTenTimes({ connect, isSecure: true })).toEqual(noLeaks)
  })

  test.each(Object.entries(invalidConnects))('%s', async (_, invalid) => {
    const { host, port } = plain
    expect(await checkTenTimes({ connect: { host, port, ...invalid } })).toEqual(noLeaks)
    expect(await checkTenTimes({ connect: { host, port, ...invalid }, isSecure: true })).toEqual(
      noLeaks,
    )
  })

  test.each([
    ['a password', { password: 1 as never }],
    ['a database', { database: Symbol('one') as never }],
    ['a username', { username: {} as never, password: 's3cret' }],
  ])('%s of a wrong type', async (_, login) => {
    const { host, port } = plain
    expect(await checkTenTimes({ connect: { host, port }, ...login })).toEqual(noLeaks)
  })
})
