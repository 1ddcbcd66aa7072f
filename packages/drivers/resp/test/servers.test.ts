import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { certificate } from '@readyz/certificate'
import { refused } from '@readyz/conformance'
import { type Redis, type RedisOptions, startRedis } from '@readyz/servers'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { respServer } from '../src/index.ts'
import { at, check } from './check.ts'

async function start(options: RedisOptions = {}): Promise<Redis> {
  const server = await startRedis(options)
  onTestFinished(() => server.close())
  return server
}

describe('a login', () => {
  const password = 's3cret-pw'

  test('with a password passes only with the correct password', async () => {
    const server = at(await start({ login: 'password' }))
    expect(await check({ ...server, password })).toBe('pass')
    expect(await check({ ...server, username: 'default', password })).toBe('pass')
    expect(await check({ ...server, password: 'wrong' })).toBe('auth: answered AUTH with WRONGPASS')
    const none = 'auth: answered PING with NOAUTH Authentication required.'
    expect(await check(server)).toBe(none)
    expect(await check({ ...server, password: '' })).toBe(none)
    expect(await check({ ...server, username: 'default' })).toBe(none)
  })

  test('with a username passes only with the correct username and password', async () => {
    const server = at(await start({ login: 'user' }))
    expect(await check({ ...server, username: 'app', password })).toBe('pass')
    const wrong = 'auth: answered AUTH with WRONGPASS'
    expect(await check({ ...server, username: 'app', password: 'wrong' })).toBe(wrong)
    expect(await check({ ...server, username: 'other', password })).toBe(wrong)
    expect(await check({ ...server, password })).toBe(wrong)
  })

  test('of a user without permission for PING passes', async () => {
    const server = await start()
    await server.command('ACL', 'SETUSER', 'app', 'on', '>pw', '~*', '+get')
    const login = { ...at(server), username: 'app', password: 'pw' }
    expect(await check(login)).toBe('pass')
    expect(await check({ ...login, database: 1 })).toMatch(/^auth: answered SELECT with NOPERM /)
  })

  test('that the server does not need passes', async () => {
    expect(await check({ ...at(await start()), password })).toBe('pass')
  })
})

test('reports a database that does not exist as "error"', async () => {
  const server = at(await start())
  expect(await check({ ...server, database: 15 })).toBe('pass')
  expect(await check({ ...server, database: 16 })).toBe(
    'error: answered SELECT with ERR DB index is out of range',
  )
})

test('reports a server at its connection limit as "error"', async () => {
  const server = await start({ login: 'password', settings: { maxclients: '1' } })
  const first = connectTcp(server)
  onTestFinished(() => void first.destroy())
  first.write('PING\r\n')
  await once(first, 'data')
  const reply = 'ERR max number of clients reached'
  expect(await check({ ...at(server), password: server.password })).toBe(
    `error: answered AUTH with ${reply}`,
  )
  expect(await check(at(server))).toBe(`error: answered PING with ${reply}`)
})

test('connects to a Unix socket, whatever the host is', async () => {
  const server = await start()
  const { port } = await refused()
  const connect = { path: server.socketPath, host: '127.0.0.1', port }
  expect(respServer({ connect }).title).toBe(server.socketPath)
  expect(await check({ connect })).toBe('pass')
  await server.stop()
  expect(await check({ connect })).toMatch(/^refused: connect E(NOENT|CONNREFUSED) /)
})

test('connects to an IPv6 address', async () => {
  const server = await start({ settings: { bind: '::1' } })
  const connect = { host: '::1', port: server.port }
  expect(respServer({ connect }).title).toBe(`[::1]:${server.port}`)
  expect(await check({ connect })).toBe('pass')
  expect(await check({ connect: { host: 'localhost', port: server.port, family: 4 } })).toMatch(
    /^refused: connect ECONNREFUSED 127\.0\.0\.1/,
  )
})

test('connects to localhost:6379 by default', async () => {
  expect(respServer({ connect: {} }).title).toBe('localhost:6379')
  // A node of a cluster that does not know its own address reports an empty host.
  const { port } = await start()
  expect(respServer({ connect: { host: '', port } }).title).toBe(`localhost:${port}`)
  expect(await check({ connect: { host: '', port } })).toBe('pass')
})

test('connects to an address of the configured family', async () => {
  const { port } = await start()
  expect(await check({ connect: { host: 'localhost', port, family: 4 } })).toBe('pass')
  expect(await check({ connect: { host: 'localhost', port, family: 6 } })).not.toBe('pass')
})

describe('a check over TLS', () => {
  const password = 's3cret-pw'
  let tls: { readonly key: string; readonly cert: string }
  beforeAll(async () => {
    tls = await certificate()
  })

  test('passes only if the certificate is trusted and contains the host name', async () => {
    const { host, port } = await start({ tls, login: 'password' })
    const secure = (connect: object) =>
      check({ connect: { host, port, ...connect }, isSecure: true, password })
    expect(await secure({ ca: tls.cert })).toBe('pass')
    expect(await secure({ ca: tls.cert, servername: 'localhost' })).toBe('pass')
    expect(await secure({ rejectUnauthorized: false })).toBe('pass')
    expect(await secure({})).toMatch(/^error: .*self-signed certificate/)
    expect(await secure({ ca: tls.cert, servername: 'other.invalid' })).toMatch(
      /^error: .*does not match certificate's altnames/,
    )
    expect(await check({ connect: { host, port }, password })).toMatch(
      /^error: (closed the connection before it answered|read ECONNRESET)$/,
    )
  })

  test('verifies the certificate against the default host', async () => {
    const { port } = await start({ tls })
    expect(await check({ connect: { port, ca: tls.cert }, isSecure: true })).toBe('pass')
  })

  test('fails for a server without TLS, and for a closed port', async () => {
    const { host, port } = await start()
    const plain = await check({ connect: { host, port, ca: tls.cert }, isSecure: true })
    // The server may wait for more bytes, because it reads the handshake as a command.
    expect(plain).toMatch(/^(timeout|error): /)
    const refusing = { ...at(await refused()), isSecure: true }
    expect(await check(refusing)).toMatch(/^refused: connect ECONNREFUSED/)
  })
})
