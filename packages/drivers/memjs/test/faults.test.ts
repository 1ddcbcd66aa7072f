import { type Memcached, startMemcached } from '@readyz/servers'
import memjs from 'memjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { response, type ScriptedServer, startScriptedServer } from './binary-server.ts'
import { faults } from './faults.ts'
import { brief, generous, openHarness } from './harness.ts'

let servers: readonly Memcached[]
beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
})
afterAll(() => Promise.all(servers.map((server) => server.close())))

describe.each([1, 3])('a check of %i servers, of which one', (total) => {
  const message =
    total === 1 ? 'cannot connect to cache.' : 'cannot connect to cache (1 of 3 servers).'
  const index = total === 1 ? 0 : 1

  async function openWith(target: ScriptedServer, limit = generous) {
    const harness = await openHarness(memjs, servers.slice(0, total), { limit })
    await harness.work()
    const proxy = harness.proxies[index]
    const server = servers[index]
    if (proxy === undefined || server === undefined) throw new Error('no such server')
    proxy.target = target
    const endFault = () => {
      proxy.target = server
      return target.close()
    }
    return { harness, proxy, endFault }
  }

  test.each(faults)('$name, fails with "$reason"', async ({ reason, error, open }) => {
    const { harness, proxy, endFault } = await openWith(
      await open(),
      reason === 'timeout' ? brief : generous,
    )
    expect(await harness.runProbe()).toBe(`${reason}: ${message}`)
    expect(await harness.runProbe()).toBe(`${reason}: ${message}`)
    await endFault()
    expect(await harness.runProbe()).toBe('pass')
    await harness.work()
    await harness.close()
    expect(harness.logLines).toEqual([
      `readyz: readiness: cache fails (${reason}): ${message} Cause: servers[${index}] 127.0.0.1:${proxy.port}: ${error}`,
      expect.stringMatching(/^readyz: readiness: cache passes again after \d+\.\d s$/),
    ])
  })

  test.each(['trickle', 'drop', 'delay'] as const)(
    'is behind a proxy in mode %s, fails with "timeout"',
    async (mode) => {
      const harness = await openHarness(memjs, servers.slice(0, total))
      const proxy = harness.proxies[index]
      if (proxy === undefined) throw new Error('no such server')
      Object.assign(proxy, { mode, delay: 2 * brief })
      expect(await harness.runProbe(brief)).toBe(`timeout: ${message}`)
      proxy.mode = 'pass'
      expect(await harness.runProbe()).toBe('pass')
      await harness.work()
      await harness.close()
    },
  )

  test('answers slowly within the time limit, or one byte at a time, passes', async () => {
    const slow = await startScriptedServer(async (socket) => {
      for (const byte of response({ body: 'slow' })) {
        await new Promise((resolve) => socket.write(Buffer.of(byte), resolve))
        await new Promise(setImmediate)
      }
    })
    const { harness, proxy, endFault } = await openWith(slow)
    expect(await harness.runProbe()).toBe('pass')
    await endFault()
    Object.assign(proxy, { mode: 'delay', delay: 400 })
    expect(await harness.runProbe()).toBe('pass')
    await harness.close()
  })
})
