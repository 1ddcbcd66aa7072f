import { silent } from '@readyz/conformance'
import { type Memcached, startMemcached } from '@readyz/servers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { memjsChecker } from '../src/index.ts'
import { brief, generous, openHarness, releases } from './harness.ts'

let servers: readonly Memcached[]
let secured: Memcached
let account: { readonly username: string; readonly password: string }
beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
  secured = await startMemcached({ sasl: true })
  account = { username: secured.user, password: secured.password }
})
afterAll(() => Promise.all([secured, ...servers].map((server) => server.close())))

describe.each(releases)('the servers of memjs $version', ({ release }) => {
  test.each([0, 1, 2])('must all answer, also servers[%i]', async (index) => {
    const harness = await openHarness(release, servers, { direct: true })
    expect(await harness.runProbe()).toBe('pass')
    await servers[index]?.stop()
    expect(await harness.runProbe()).toBe('refused: cannot connect to cache (1 of 3 servers).')
    await servers[index]?.start()
    expect(await harness.runProbe()).toBe('pass')
    servers[index]?.freeze()
    expect(await harness.runProbe(brief)).toBe('timeout: cannot connect to cache (1 of 3 servers).')
    servers[index]?.thaw()
    expect(await harness.runProbe()).toBe('pass')
    await harness.work()
    await harness.close()
    expect(harness.logLines[0]).toContain(
      `Cause: servers[${index}] 127.0.0.1:${servers[index]?.port}: connect ECONNREFUSED`,
    )
  })

  test('report a missing login as "auth" if they require one', async () => {
    const right = await openHarness(release, [secured], account)
    await right.work()
    expect(await right.runProbe()).toBe('pass')
    await right.close()
    const wrong = await openHarness(release, [secured], { ...account, password: 's3cret' })
    expect(await wrong.runProbe()).toBe('auth: cannot connect to cache.')
    expect(wrong.logLines.join()).toContain('rejected the login')
    await wrong.close()
    const none = await openHarness(release, [secured])
    expect(await none.runProbe()).toBe('auth: cannot connect to cache.')
    expect(none.logLines.join()).toContain('requires a login')
    await none.close()
  })

  test('without authentication pass with a login, as in memjs', async () => {
    const harness = await openHarness(release, servers, account)
    await harness.work()
    expect(await harness.runProbe()).toBe('pass')
    await harness.close()
  })

  test('fail each of ten checks within its time limit when they all hang', async () => {
    const harness = await openHarness(release, servers)
    await harness.work()
    const fault = await silent()
    const targets = harness.proxies.map((proxy) => proxy.target)
    for (const proxy of harness.proxies) proxy.target = fault
    for (const _ of Array.from({ length: 10 })) {
      // A short limit is sufficient, because no server answers.
      expect(await harness.runProbe(800)).toBe('timeout: cannot connect to cache (3 of 3 servers).')
    }
    await fault.close()
    for (const [index, proxy] of harness.proxies.entries()) proxy.target = targets[index] ?? proxy
    expect(await harness.runProbe()).toBe('pass')
    await harness.work()
    await harness.close()
  })

  test('may have an IPv6 address if the application constructs the `Server`', async () => {
    const server = await startMemcached({ host: '::1' })
    onTestFinished(() => server.close())
    const checker = memjsChecker(new release.Client([new release.Server('::1', server.port)]))
    const context = { signal: new AbortController().signal, timeout: generous }
    await checker.check(context)
    await server.stop()
    await expect(checker.check(context)).rejects.toMatchObject({
      code: 'refused',
      cause: { message: expect.stringContaining(`servers[0] [::1]:${server.port}: connect`) },
    })
  })
})
