import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import { certificate } from '@readyz/certificate'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RedisOptions, startRedis } from '../src/index.ts'
import { requestRedis, sendAndReceive } from './server-clients.ts'

describe.each(['redis', 'valkey'] as const)('%s', (program) => {
  async function start(options: RedisOptions = {}) {
    const server = await startRedis({ program, ...options })
    onTestFinished(() => server.close())
    return server
  }

  test('accepts clients without a password by default, over TCP and over the Unix socket', async () => {
    const server = await start()
    expect(await requestRedis(server)).toBe('+PONG\r\n')
    expect(await requestRedis({ path: server.socketPath })).toBe('+PONG\r\n')
    expect(readFileSync(`/proc/${server.pid}/comm`, 'utf8')).toBe(`${program}-server\n`)
  })

  test('accepts the correct password', async () => {
    const server = await start({ login: 'password' })
    expect(await requestRedis(server)).toMatch(/^-NOAUTH /)
    expect(await requestRedis(server, 'AUTH wrong')).toMatch(/^-WRONGPASS /)
    expect(await requestRedis(server, `AUTH ${server.password}`)).toBe('+OK\r\n')
    expect(await requestRedis(server, `AUTH ${server.user} ${server.password}`)).toBe('+OK\r\n')
  })

  test('accepts only the correct user and password', async () => {
    const server = await start({ login: 'user' })
    expect(await requestRedis(server)).toMatch(/^-NOAUTH /)
    expect(await requestRedis(server, `AUTH ${server.password}`)).toMatch(/^-WRONGPASS /)
    expect(await requestRedis(server, `AUTH ${server.user} ${server.password}`)).toBe('+OK\r\n')
    expect(await server.command('ACL', 'WHOAMI')).toBe(server.user)
  })

  test('accepts only TLS if a certificate is given', async () => {
    const tls = await certificate()
    const server = await start({ tls })
    const trusting = { host: server.host, port: server.port, ca: tls.cert }
    expect(await sendAndReceive(connect(trusting), 'PING\r\n')).toBe('+PONG\r\n')
    await expect(requestRedis(server)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await server.command('CONFIG', 'GET', 'port')).toBe('port\n0')
  })

  test('accepts settings', async () => {
    const server = await start({ settings: { maxclients: '7', replicaof: '127.0.0.1 1' } })
    expect(await server.command('CONFIG', 'GET', 'maxclients')).toBe('maxclients\n7')
    expect(await server.command('ROLE')).toMatch(/^slave\n127\.0\.0\.1\n1\n/)
  })

  test('rejects clients above its connection limit with an error', async () => {
    const server = await start({ settings: { maxclients: '1' } })
    const first = connectTcp(server)
    onTestFinished(() => void first.destroy())
    first.write('PING\r\n')
    await once(first, 'data')
    expect(await requestRedis(server)).toBe(server.connectionLimitError)
  })

  test.each([
    ['busy', 'BUSY'],
    ['loading', 'LOADING'],
    ['masterDown', 'MASTERDOWN'],
  ] as const)(
    'with the fault "%s", rejects commands with %s and accepts logins, and answers after the fault',
    async (fault, code) => {
      const server = await start({ login: 'user' })
      const login = `AUTH ${server.user} ${server.password}`
      const endFault = await server.faults[fault]()
      expect(await requestRedis(server, login)).toBe('+OK\r\n')
      await expect(server.command('PING')).rejects.toThrow(code)
      await endFault()
      expect(await server.command('PING')).toBe('PONG')
      await server.restart()
      expect(await server.command('DBSIZE')).toBe('0')
    },
  )

  test('command() returns the response, and rejects with the error of the server', async () => {
    const server = await start({ login: 'password' })
    expect(await server.command('SET', 'two words', 'and more')).toBe('OK')
    expect(await server.command('GET', 'two words')).toBe('and more')
    await expect(server.command('NONSENSE')).rejects.toThrow('unknown command')
  })

  test('is empty after a restart', async () => {
    const server = await start()
    await server.command('SET', 'key', 'value')
    await server.restart()
    expect(await server.command('EXISTS', 'key')).toBe('0')
    expect(readdirSync(server.directory)).not.toContain('dump.rdb')
  })
})

test('startRedis rejects with the name of an invalid setting', async () => {
  await expect(startRedis({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
    'no-such-setting',
  )
})
