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
  'a port that cannot be': { port: 65_536 },
  'a port that is no number': { port: 'six' as never },
  'a host of a wrong type': { host: 1 as never },
  'a lookup that is no function': { host: 'localhost', lookup: 1 as never },
  'a lookup that throws': {
    host: 'localhost',
    lookup: () => {
      throw new Error('no names today')
    },
  },
  'a local address that is none': { localAddress: 'nowhere' } as never,
}

/** Checks it ten times, and returns what is left. */
async function checkTenTimes(server: Parameters<typeof respServer>[0]) {
  const before = resources()
  const { signal } = new AbortController()
  for (let checks = 0; checks < 10; checks += 1) {
    await expect((async () => respServer(server).check(signal))()).rejects.toThrow(/./)
  }
  const listeners = () => getEventListeners(signal, 'abort').length
  await waitUntil(() => leaksSince(before) === '' && listeners() === 0)
  return { left: leaksSince(before), listeners: listeners() }
}

const nothing = { left: '', listeners: 0 }

describe('a check with invalid options fails, and leaves no connection and no listener', () => {
  test.each(Object.entries(invalidTls))('over TLS: %s', async (_, tls) => {
    const { host, port } = secure
    const options = tls()
    // The options are read when the check connects, so that a getter throws then.
    const connect = Object.defineProperties(
      { host, port },
      Object.getOwnPropertyDescriptors(options),
    )
    expect(await checkTenTimes({ connect, isSecure: true })).toEqual(nothing)
  })

  test.each(Object.entries(invalidConnects))('%s', async (_, invalid) => {
    const { host, port } = plain
    expect(await checkTenTimes({ connect: { host, port, ...invalid } })).toEqual(nothing)
    expect(await checkTenTimes({ connect: { host, port, ...invalid }, isSecure: true })).toEqual(
      nothing,
    )
  })

  test.each([
    ['a password', { password: 1 as never }],
    ['a database', { database: Symbol('one') as never }],
    ['a user', { username: {} as never, password: 's3cret' }],
  ])('%s of a wrong type', async (_, login) => {
    const { host, port } = plain
    expect(await checkTenTimes({ connect: { host, port }, ...login })).toEqual(nothing)
  })
})
