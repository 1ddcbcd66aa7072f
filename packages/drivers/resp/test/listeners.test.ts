import { getEventListeners } from 'node:events'
import { certificate } from '@readyz/certificate'
import { silent } from '@readyz/conformance'
import { type CheckedServer, checkAll } from '@readyz/net'
import { type Daemon, type Redis, startRedis, startSentinel } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type RespServer, respServer, sentinelsMaster } from '../src/index.ts'
import { at } from './check.ts'

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

/** Checks all of them, and returns what the check did to its signal. */
async function checkServers(servers: readonly CheckedServer[], timeout: number) {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  const { signal } = new AbortController()
  const listeners = () => getEventListeners(signal, 'abort').length
  const checking = checkAll({ signal, timeout }, servers, { failure: 'no redis', noun: 'nodes' })
  const during = listeners()
  const ended = await checking.then(
    () => 'pass',
    (error: { readonly code: string }) => error.code,
  )
  return { ended, during, after: listeners(), warnings: warn.mock.calls.length }
}

const long = 20_000
const unchanged = { during: 1, after: 0, warnings: 0 }

describe('a check of fifty servers adds one listener to its signal, and no warning', () => {
  test('when they answer', async () => {
    const server: RespServer = { ...at(plain), password: plain.password }
    const checked = await checkServers(fifty(respServer(server)), long)
    expect(checked).toEqual({ ended: 'pass', ...unchanged })
  })

  test('when they answer over TLS, by name', async () => {
    const connect = { host: 'localhost', port: secure.port, ca }
    const { password } = secure
    const checked = await checkServers(
      fifty(respServer({ connect, isSecure: true, password })),
      long,
    )
    expect(checked).toEqual({ ended: 'pass', ...unchanged })
  })

  test.each([false, true])('when they are silent, secure: %s', async (isSecure) => {
    const fault = await silent()
    onTestFinished(() => fault.close())
    const checked = await checkServers(fifty(respServer({ ...at(fault), isSecure })), 400)
    expect(checked).toEqual({ ended: 'timeout', ...unchanged })
  })

  test('when sentinels name their masters', async () => {
    const { password } = plain
    const masterAt = (host: string, port: number) => ({ ...at({ host, port }), password })
    const sentinels = fifty(at(sentinel)).slice(0, 12)
    const master = sentinelsMaster({ name: 'main', sentinels, masterAt })
    const checked = await checkServers(fifty(master), long)
    expect(checked).toEqual({ ended: 'pass', ...unchanged })
  })
})
