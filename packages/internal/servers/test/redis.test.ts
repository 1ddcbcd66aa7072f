import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import { certificate } from '@readyz/certificate'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RedisOptions, startRedis } from '../src/index.ts'
import { askRedis, say } from './ask.ts'

describe.each(['redis', 'valkey'] as const)('%s', (program) => {
  async function start(options: RedisOptions = {}) {
    const server = await startRedis({ program, ...options })
    onTestFinished(() => server.close())
    return server
  }

  test('lets everybody in by default, over TCP and over the unix socket', async () => {
    const server = await start()
    expect(await askRedis(server)).toBe('+PONG\r\n')
    expect(await askRedis({ path: server.socketPath })).toBe('+PONG\r\n')
    expect(readFileSync(`/proc/${server.pid}/comm`, 'utf8')).toBe(`${program}-server\n`)
  })

  test('lets in whoever knows the password', async () => {
    const server = await start({ login: 'password' })
    expect(await askRedis(server)).toMatch(/^-NOAUTH /)
    expect(await askRedis(server, 'AUTH wrong')).toMatch(/^-WRONGPASS /)
    expect(await askRedis(server, `AUTH ${server.password}`)).toBe('+OK\r\n')
    expect(await askRedis(server, `AUTH ${server.user} ${server.password}`)).toBe('+OK\r\n')
  })

  test('lets in only the account that there is', async () => {
    const server = await start({ login: 'user' })
    expect(await askRedis(server)).toMatch(/^-NOAUTH /)
    expect(await askRedis(server, `AUTH ${server.password}`)).toMatch(/^-WRONGPASS /)
    expect(await askRedis(server, `AUTH ${server.user} ${server.password}`)).toBe('+OK\r\n')
    expect(await server.command('ACL', 'WHOAMI')).toBe(server.user)
  })

  test('speaks nothing but TLS with a certificate of the test', async () => {
    const tls = await certificate()
    const server = await start({ tls })
    const trusting = { host: server.host, port: server.port, ca: tls.cert }
    expect(await say(connect(trusting), 'PING\r\n')).toBe('+PONG\r\n')
    await expect(askRedis(server)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await server.command('CONFIG', 'GET', 'port')).toBe('port\n0')
  })

  test('takes settings of the test', async () => {
    const server = await start({ settings: { maxclients: '7', replicaof: '127.0.0.1 1' } })
    expect(await server.command('CONFIG', 'GET', 'maxclients')).toBe('maxclients\n7')
    expect(await server.command('ROLE')).toMatch(/^slave\n127\.0\.0\.1\n1\n/)
  })

  test('has no room beyond its limit, and says so', async () => {
    const server = await start({ settings: { maxclients: '1' } })
    const first = connectTcp(server)
    onTestFinished(() => void first.destroy())
    first.write('PING\r\n')
    await once(first, 'data')
    expect(await askRedis(server)).toBe(server.refusal)
  })

  test.each([
    ['busy', 'BUSY'],
    ['loading', 'LOADING'],
    ['cut off', 'MASTERDOWN'],
  ] as const)('is %s until it is healed, and lets in all the same', async (fault, code) => {
    const server = await start({ login: 'user' })
    const login = `AUTH ${server.user} ${server.password}`
    const heal = await server.faults[fault]()
    expect(await askRedis(server, login)).toBe('+OK\r\n')
    await expect(server.command('PING')).rejects.toThrow(code)
    await heal()
    expect(await server.command('PING')).toBe('PONG')
    await server.restart()
    expect(await server.command('DBSIZE')).toBe('0')
  })

  test('runs commands, and says which it refuses', async () => {
    const server = await start({ login: 'password' })
    expect(await server.command('SET', 'two words', 'and more')).toBe('OK')
    expect(await server.command('GET', 'two words')).toBe('and more')
    await expect(server.command('NONSENSE')).rejects.toThrow('unknown command')
  })

  test('has forgotten everything when it starts again', async () => {
    const server = await start()
    await server.command('SET', 'key', 'value')
    await server.restart()
    expect(await server.command('EXISTS', 'key')).toBe('0')
    expect(readdirSync(server.directory)).not.toContain('dump.rdb')
  })
})

test('Redis says which setting it refuses', async () => {
  await expect(startRedis({ settings: { 'no-such-setting': '1' } })).rejects.toThrow(
    'no-such-setting',
  )
})
