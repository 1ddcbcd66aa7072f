import { setTimeout as sleep } from 'node:timers/promises'
import { closes, refused } from '@readyz/conformance'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { releases } from './harness.ts'

// The README explains with these facts why the driver does not use the client.
describe.each(releases)('the client of memjs $version', ({ release: { Client } }) => {
  const timeout = 0.05

  function create({ host, port }: { readonly host: string; readonly port: number }) {
    const client = Client.create(`${host}:${port}`, { timeout, logger: { log() {} } })
    onTestFinished(() => client.close())
    return client
  }

  test('returns no pending promise from stats()', async () => {
    const client = create(await refused())
    expect(Reflect.apply(client.stats, client, [])).toBeUndefined()
  })

  test('does not report a server that closes the connection', async () => {
    const server = await closes()
    onTestFinished(() => server.close())
    const called = vi.fn<() => void>()
    create(server).stats(called)
    // Far more than the time limit of the client.
    await sleep(10 * timeout * 1000)
    expect(server.accepted).toBe(1)
    expect(called).not.toHaveBeenCalled()
  })
})
