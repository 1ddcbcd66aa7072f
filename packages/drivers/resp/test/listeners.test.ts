import { getEventListeners } from 'node:events'
import { certificate } from '@readyz/certificate'
import { silent } from '@readyz/conformance'
import { type CheckedServer, checkAll } from '@readyz/net'
import { type Daemon, type Redis, startRedis, startSentinel } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type RespServer, respServer, sentinelsMaster } from '../src/index.ts'
import { at, generous } from './check.ts'

let plain: Redis
let secure: Redis
let sentinel: Daemon
let ca: string
beforeAll(async () => {
  const tls = await certificate()
  ca = tls.cert
  plain = await startRedis({ login: 'password' })
  secure = await startRedis({ tls, login: 'password' })
  sentinel = await startSentinel(plain)
})
afterAll(() => Promise.all([plain, secure, sentinel].map((server) => server.close())))

const fifty = <T>(server: T): readonly T[] => Array.from({ length: 50 }, () => server)

/** Checks all servers. Returns the result, and the listeners that the check adds to its signal. */
async function checkServers(servers: readonly CheckedServer[], timeout: number) {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  const { signal } = new AbortController()
  const listeners = () => getEventListeners(signal, 'abort').length
  const checking = checkAll({ signal, timeout }, servers, { failure: 'no redis', noun: 'nodes' })
  const during = listeners()
  const result = await checking.then(
    () => 'pass',
    (error: { readonly code: string }) => error.code,
  )
  return { result, during, after: listeners(), warnings: warn.mock.calls.length }
}

const oneListener = { during: 1, after: 0, warnings: 0 }

describe('a check of fifty servers adds one listener to its signal, and no warning', () => {
  test('when they answer', async () => {
    const server: RespServer = { ...at(plain), password: plain.password }
    const outcome = await checkServers(fifty(respServer(server)), generous)
    expect(outcome).toEqual({ result: 'pass', ...oneListener })
  })

  test('when they answer over TLS at a host name', async () => {
    const connect = { host: 'localhost', port: secure.port, ca }
    const { password } = secure
    const outcome = await checkServers(
      fifty(respServer({ connect, isSecure: true, password })),
      generous,
    )
    expect(outcome).toEqual({ result: 'pass', ...oneListener })
  })

  test.each([false, true])('when they send nothing, TLS: %s', async (isSecure) => {
    const fault = await silent()
    onTestFinished(() => fault.close())
    const outcome = await checkServers(fifty(respServer({ ...at(fault), isSecure })), 400)
    expect(outcome).toEqual({ result: 'timeout', ...oneListener })
  })

  test('when sentinels report their masters', async () => {
    const { password } = plain
    const masterAt = (host: string, port: number) => ({ ...at({ host, port }), password })
    const sentinels = fifty(at(sentinel)).slice(0, 12)
    const master = sentinelsMaster({ name: 'main', sentinels, masterAt })
    const outcome = await checkServers(fifty(master), generous)
    expect(outcome).toEqual({ result: 'pass', ...oneListener })
  })
})
